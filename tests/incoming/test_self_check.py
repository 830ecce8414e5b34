"""A mail of ours through the whole way and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kundportal.incoming import jobs
from kundportal.incoming.arriving.worries import worries
from kundportal.incoming.models import Arrival, SelfCheck, Source, TakenFor
from kundportal.mail.jobs import deliver
from kundportal.mail.models import State
from tests.incoming.conftest import DOMAIN

pytestmark = pytest.mark.django_db


def read_all() -> None:
    for arrival in Arrival.objects.waiting():
        jobs.read(arrival_id=arrival.pk)


def test_a_check_goes_out_by_smtp_and_is_known_when_it_comes_in(smtp) -> None:
    jobs.check()
    check = SelfCheck.objects.get()
    deliver(mail_id=check.mail_id)
    [message], [recipient] = smtp.received, smtp.recipients
    Arrival.objects.take(
        message.as_bytes(), sender="bounce@x", recipients=[recipient.upper()], source=Source.LMTP
    )
    read_all()
    check.refresh_from_db()
    assert (Arrival.objects.get().taken_for, check.source) == (TakenFor.CHECK, "lmtp")
    assert check.back_at
    assert not SelfCheck.objects.worrying().exists()


def test_the_demo_shows_the_whole_way(settings, tmp_path) -> None:
    settings.EMAIL_BACKEND = "kundportal.incoming.arriving.backends.DemoFolder"
    settings.EMAIL_FILE_PATH = tmp_path
    jobs.check()
    check = SelfCheck.objects.get()
    deliver(mail_id=check.mail_id)
    assert len(list(tmp_path.glob("*.eml"))) == 1
    read_all()
    check.refresh_from_db()
    assert (check.source, check.mail.state) == ("demo", State.SENT)


@pytest.mark.parametrize("recipient", ["check+{token}@evil.example", "check+00@{domain}", "x@y"])
def test_another_address_is_no_check(come, recipient: str) -> None:
    check = SelfCheck.objects.make()
    come(b"From: a@b.se\r\n\r\n", to=recipient.format(token=check.token, domain=DOMAIN))
    check.refresh_from_db()
    assert check.back_at is None


@pytest.mark.parametrize(
    ("sent_ago", "back", "worries"),
    [(0.5, False, False), (2, False, True), (2, True, False), (25, True, False), (27, True, True)],
)
def test_staff_are_told_when_it_is_late_or_long_ago(sent_ago, back, worries) -> None:
    check = SelfCheck.objects.make()
    if back:
        check.come_back(source="lmtp")
    sent = timezone.now() - timedelta(hours=sent_ago)
    SelfCheck.objects.filter(pk=check.pk).update(sent_at=sent)
    assert SelfCheck.objects.worrying().exists() is worries


def test_the_newest_alone_counts() -> None:
    old = SelfCheck.objects.make()
    SelfCheck.objects.filter(pk=old.pk).update(sent_at=timezone.now() - timedelta(days=1))
    SelfCheck.objects.make().come_back(source="imap")
    assert not SelfCheck.objects.worrying().exists()


def test_where_no_mail_comes_in_nothing_is_checked(settings) -> None:
    settings.MAIL_DOMAIN = ""
    jobs.check()
    assert not SelfCheck.objects.exists()
    assert not worries()


def test_old_checks_are_forgotten() -> None:
    check = SelfCheck.objects.make()
    SelfCheck.objects.filter(pk=check.pk).update(sent_at=timezone.now() - timedelta(days=31))
    jobs.forget()
    assert not SelfCheck.objects.exists()
