"""What of a person's mails to us is kept; the files are among those that are not sent yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from kundportal.incoming.models import Arrival, KeptMail
from kundportal.lib.extracts import Entry, Fact, Part
from kundportal.lib.paging import walk


def extract_of(person: Any) -> list[Part]:
    about = _("What they said is wiped as soon as they are read, and the rows after 90 days.")
    return [
        Part("kept_mails", _("Mails that you can go on with"), _kept_mails(person)),
        Part("arrivals", _("Mails that came in from your address"), _arrivals(person), about),
    ]


def _arrivals(person: Any) -> Iterator[Entry]:
    for one in walk(Arrival.objects.sent_by(person.email).without_mails()):
        facts = [
            Fact("received_at", _("Came in"), one.received_at),
            Fact("to", _("To"), ", ".join(one.recipients)),
            Fact("size", _("Size"), one.size),
            Fact("state", _("State"), one.state, one.get_state_display()),
        ]
        yield Entry(f"{one.received_at:%Y-%m-%d}", facts)


def _kept_mails(person: Any) -> Iterator[Entry]:
    for kept in walk(KeptMail.objects.held_of(person)):
        facts = [
            Fact("subject", _("Subject"), kept.subject),
            Fact("to", _("To"), str(kept.address or "")),
            Fact("received_at", _("Came in"), kept.received_at),
            Fact("kept_until", _("Kept until"), kept.kept_until),
            Fact("text", _("Text"), kept.text),
        ]
        yield Entry(kept.subject or _("Without a title"), facts)
