"""When a mail is given up: after days of trying, never since nobody tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from kundportal.mail import jobs
from kundportal.mail.models import Mail, State
from tests.mail.test_delivery import time_passes, tried
from tests.smtp import MailServer

pytestmark = pytest.mark.django_db
Post = Callable[..., Mail]


def three_days_of_trying(mail: Mail) -> None:
    """The mail as it is when it has been tried again and again, the last time just now."""
    now = timezone.now()
    Mail.objects.filter(pk=mail.pk).update(next_try_at=now, give_up_at=now, tries=30)


def test_after_three_days_of_trying_a_mail_has_failed(smtp: MailServer, post: Post) -> None:
    smtp.refuse("450 4.2.0 Later")
    mail = tried(post())
    Mail.objects.update(next_try_at=timezone.now(), give_up_at=timezone.now() + timedelta(hours=1))
    assert tried(mail).state == State.DEFERRED
    three_days_of_trying(mail)
    assert tried(mail).state == State.FAILED
    assert mail.may_be_tried_again


def test_days_in_which_nobody_tried_a_mail_do_not_count(smtp: MailServer, post: Post) -> None:
    smtp.refuse("450 4.2.0 Later")
    before, tried_before = post(), tried(post(to="b@skola.se"))
    time_passes(days=5)
    for mail in (before, tried_before):
        assert tried(mail).state == State.DEFERRED
    assert before.give_up_at - timezone.now() > timedelta(days=2, hours=23)


def test_an_outage_of_our_own_server_fails_no_mail_however_long_it_lasts(
    smtp: MailServer, post: Post
) -> None:
    smtp.stop()
    mail, untried = tried(post()), post()
    for _ in range(5):
        time_passes(days=1)
        tried(mail)
    Mail.objects.filter(pk=mail.pk).update(tries=3000)
    assert not Mail.objects.failed().exists()
    assert Mail.objects.stuck().count() == 2
    smtp.refuse("450 4.2.0 Later")
    smtp.start()
    time_passes(minutes=1)
    jobs.sweep()
    assert not Mail.objects.failed().exists()
    smtp.accept()
    time_passes(minutes=2)
    jobs.sweep()
    assert tried(mail).state == tried(untried).state == State.SENT


def test_stuck_is_what_waits_for_minutes_or_was_given_up_this_week(
    smtp: MailServer, post: Post
) -> None:
    smtp.stop()
    waiting = tried(post())
    assert not Mail.objects.stuck().exists()
    untried = post()
    time_passes(minutes=6)
    assert list(Mail.objects.stuck()) == [untried]
    time_passes(minutes=10)
    assert set(Mail.objects.stuck()) == {waiting, untried}
    smtp.start()
    jobs.sweep()
    assert not Mail.objects.stuck().exists()
    smtp.refuse("550 5.1.1 No such user")
    tried(post())
    assert not Mail.objects.stuck().exists(), "what comes back has left"
    smtp.refuse("450 4.2.0 Later")
    given_up = tried(post(to="other@skola.se"))
    three_days_of_trying(given_up)
    tried(given_up)
    assert list(Mail.objects.stuck()) == [given_up]
    time_passes(days=8)
    assert not Mail.objects.stuck().exists()
