"""What comes back of a mail: noted once, and two that meet nobody stop the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from kundportal.history.models import Event
from kundportal.mail.letters import Letter
from kundportal.mail.models import Address, Kind, Mail, State

pytestmark = pytest.mark.django_db
Post = Callable[..., Mail]
EMAIL = "asa.berg@skola.se"
NOBODY = {"kind": Kind.PERMANENT, "status": "5.1.1", "is_hard": True, "text": "550 No such user"}
FULL = {"kind": Kind.TEMPORARY, "status": "4.2.2", "is_hard": False, "text": "Mailbox full"}


@pytest.fixture
def sent(post: Post) -> Callable[..., Mail]:
    def one(**details) -> Mail:
        mail = post(**details)
        mail.state, mail.sent_at, mail.tries = State.SENT, timezone.now(), 1
        mail.save()
        return mail

    return one


def test_a_mail_that_comes_back_is_bounced_with_what_the_server_said(sent: Post) -> None:
    mail = sent()
    bounce = mail.bounce(**NOBODY | {"text": "550\r\n No such user" + "x" * 900})
    mail.refresh_from_db()
    assert (mail.state, mail.failed_at is None) == (State.BOUNCED, False)
    assert mail.answer.startswith("550 No such user")
    assert (bounce.email, bounce.status, len(bounce.text)) == (EMAIL, "5.1.1", 500)
    assert Event.objects.get(verb="mail.bounced").data["status"] == "5.1.1"


def test_the_same_report_twice_counts_once(sent: Post) -> None:
    mail = sent()
    assert mail.bounce(**NOBODY) == mail.bounce(**NOBODY)
    mail.bounce(**NOBODY | {"status": "5.1.2"})
    assert Address.objects.get().hard_bounces == 1
    assert not Address.objects.is_stopped(EMAIL)


def test_two_hard_bounces_of_different_mails_stop_the_address(sent: Post, post: Post) -> None:
    waiting = post()
    for mail in (sent(), sent()):
        mail.bounce(**NOBODY)
    assert Address.objects.of(" ASA.Berg@skola.se ").stopped_at
    assert Event.objects.filter(verb="address.stopped").count() == 1
    waiting.refresh_from_db()
    assert waiting.state == State.STOPPED
    later = post()
    later.refresh_from_db()
    assert (later.state, later.next_try_at, bool(later.text)) == (State.STOPPED, None, True)
    assert post(to="bo@skola.se").state == State.WAITING


@pytest.mark.parametrize("status", ["4.2.2", "5.2.2", "5.7.1", "5.3.4"])
def test_soft_full_blocked_and_policy_never_stop_an_address(sent: Post, status: str) -> None:
    for _number in range(5):
        sent().bounce(**FULL | {"status": status, "kind": Kind.PERMANENT})
    assert not Address.objects.is_stopped(EMAIL)
    assert Mail.objects.failed().count() == 5


def test_a_report_that_the_server_still_tries_leaves_the_mail_as_it_is(sent: Post) -> None:
    mail = sent()
    mail.bounce(**FULL, is_final=False)
    mail.refresh_from_db()
    assert (mail.state, mail.bounces.count()) == (State.SENT, 1)


def test_a_late_report_takes_back_nothing_that_staff_have_queued_again(sent: Post) -> None:
    mail = sent()
    mail.bounce(**NOBODY)
    assert mail.try_again()
    mail.bounce(**FULL)
    mail.refresh_from_db()
    assert mail.state == State.WAITING


def test_what_a_person_waits_for_is_tried_at_a_stopped_address_too(
    sent: Post, post: Post, letter: Letter
) -> None:
    for mail in (sent(), sent()):
        mail.bounce(**NOBODY)
    assert post(replace(letter, secret=True)).state == State.WAITING
    assert post(is_asked_for=True).state == State.WAITING


def test_a_mail_that_got_there_in_between_makes_the_count_begin_again(sent: Post) -> None:
    sent().bounce(**NOBODY)
    Address.objects.update(last_bounce_at=timezone.now() - timedelta(days=4))
    between = sent()
    Mail.objects.filter(pk=between.pk).update(sent_at=timezone.now() - timedelta(days=2))
    sent().bounce(**NOBODY)
    assert Address.objects.get().hard_bounces == 1
    sent().bounce(**NOBODY)
    assert Address.objects.is_stopped(EMAIL)


def test_a_hard_bounce_of_long_ago_counts_no_more(sent: Post) -> None:
    sent().bounce(**NOBODY)
    Address.objects.update(last_bounce_at=timezone.now() - timedelta(days=91))
    sent().bounce(**NOBODY)
    assert not Address.objects.is_stopped(EMAIL)


def test_proof_that_mail_gets_there_lifts_the_stop(sent: Post, post: Post) -> None:
    for mail in (sent(), sent()):
        mail.bounce(**NOBODY)
    assert Address.objects.reached(EMAIL.upper())
    assert Event.objects.filter(verb="address.lifted").count() == 1
    assert post().state == State.WAITING
    sent().bounce(**NOBODY)
    assert not Address.objects.is_stopped(EMAIL)
    assert not Address.objects.reached("nobody@skola.se")


def test_a_complaint_is_noted_and_stops_nothing(sent: Post, post: Post) -> None:
    mail = sent()
    mail.complain()
    mail.complain()
    mail.bounce(**FULL)
    mail.refresh_from_db()
    assert mail.state == State.COMPLAINED
    assert Address.objects.get().complained_at
    assert Event.objects.filter(verb="mail.complained").count() == 1
    assert post().state == State.WAITING
