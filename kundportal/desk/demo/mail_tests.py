"""Who in the demo has tried whether our mails reach them, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random
from uuid import UUID

from kundportal.desk.demo.acts import Act, uuid
from kundportal.desk.demo.clock import OFFICE_DAY, Office
from kundportal.mail.models import MailTest
from kundportal.mail.models.mail_test import Place

TESTS = (
    ("maria.lind@ystad.example", 21, Place.INBOX),
    ("jonas.ek@ystad.example", 14, Place.JUNK),
    ("jonas.ek@ystad.example", 13, Place.INBOX),
    ("it@kiruna.example", 9, Place.ABSENT),
    ("sara.nilsdotter@kiruna.example", 8, Place.JUNK),
    ("per.holm@umea.example", 6, Place.INBOX),
    ("anna.berg@lyktan.example", 4, None),
    ("sara.nilsdotter@kiruna.example", 1, Place.INBOX),
)


def acts(office: Office, luck: Random) -> Iterator[Act]:
    for email, days, place in TESTS:
        yield Act(office.ago(days * OFFICE_DAY), partial(_try, email, uuid(luck), place))


def _try(email: str, once: UUID, place: Place | None) -> None:
    """The whole of it at once; a code is written some minutes after it was sent."""
    test = MailTest.objects.begin(email=email, language="sv", once=once)
    if place is Place.ABSENT:
        test.miss()
    elif place:
        test.answer(code=test.code, place=place)
