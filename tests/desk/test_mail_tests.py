"""What staff see of whether our mails arrive, by mail domain."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kundportal.access.models import AccessRequest
from kundportal.mail import checking
from kundportal.mail.checking import Finding, Level
from kundportal.mail.models import Mail, MailTest
from kundportal.mail.models.mail_test import Counts
from tests.cast import signed_in
from tests.house.conftest import apply
from tests.smtp import MailServer

pytestmark = pytest.mark.django_db


def begun(email: str) -> MailTest:
    return MailTest.objects.begin(email=email, language="sv", once=uuid4())


def texts(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_figures_are_counted_by_domain_in_one_question(smtp: MailServer):
    for place in ("inbox", "inbox", "junk"):
        test = begun(f"{uuid4().hex}@kommun.example")
        test.answer(code=test.code, place=place)
    begun("e@kommun.example").miss()
    old = begun("f@kommun.example")
    MailTest.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=2))
    smtp.refuse("550 5.1.1 No such user")
    Mail.objects.filter(pk=begun("g@kommun.example").mail_id).deliver()
    begun("h@annan.example")
    with CaptureQueriesContext(connection) as queries:
        found = MailTest.objects.figures({"kommun.example"})
    assert len(queries) == 1
    counts = Counts("kommun.example", sent=6, inbox=2, junk=1, returned=1, absent=1, silent=1)
    assert found == {"kommun.example": counts}
    assert (counts.arrived, counts.never) == (3, 2)


def test_staff_see_the_figures_the_silent_applications_and_our_own_records(agent):
    begun("e@kommun.example").miss()
    apply("tyst@tyst.example")
    AccessRequest.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert AccessRequest.objects.silent_by_domain() == {"tyst.example": 1}
    client = signed_in(agent)
    shown = texts(client.get("/desk/mail/tests/"))
    assert "kommun.example 1 0 0 1 0 0" in shown
    assert "tyst.example 0 0 0 0 0 1" in shown
    assert "har inte kontrollerats än" in shown
    record = 'a.example. IN TXT "v=spf1 -all"'
    checking.keep([Finding("spf.none", Level.MISSING, {"domain": "a.example"}, record)])
    shown = client.get("/desk/mail/tests/").content.decode()
    assert "SPF: a.example har ingen post" in shown
    assert "Något saknas" in shown


def test_nobody_but_staff_sees_the_figures(customer):
    assert signed_in(customer).get("/desk/mail/tests/").status_code == 404
    assert Client().get("/desk/mail/tests/").status_code == 302
