"""What the mail server answers decides what becomes of a mail. The server is a real one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from kundportal.mail import jobs
from kundportal.mail.letters import Letter
from kundportal.mail.models import Destination, Mail, State, pause_after
from tests.mail.conftest import LINK
from tests.smtp import MailServer

pytestmark = pytest.mark.django_db
Post = Callable[..., Mail]


def tried(mail: Mail) -> Mail:
    """The mail after one more try, made by the job that the worker runs."""
    jobs.deliver(mail_id=mail.pk)
    mail.refresh_from_db()
    return mail


def time_passes(**span: float) -> None:
    """Moves all that is written about time into the past, which is the same as waiting."""
    for mail in Mail.objects.all():
        for name in ("created_at", "next_try_at", "give_up_at", "failed_at"):
            if moment := getattr(mail, name):
                setattr(mail, name, moment - timedelta(**span))
        mail.save()
    for name in ("resumes_at", "since", "minute"):
        Destination.objects.exclude(**{name: None}).update(**{name: F(name) - timedelta(**span)})


def test_a_mail_arrives_with_both_parts_and_is_marked_as_sent(smtp: MailServer, post: Post) -> None:
    mail = tried(post())
    [arrived] = smtp.received
    assert smtp.recipients == ["asa.berg@skola.se"]
    assert arrived["Subject"] == mail.subject
    assert arrived["Message-ID"] == mail.message_id
    plain, html = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert LINK in plain.get_content()
    assert "> Hej Åsa," in plain.get_content()
    assert LINK in html.get_content()
    assert "<strong>Åsa</strong>" in html.get_content()
    assert (mail.state, mail.tries, mail.next_try_at) == (State.SENT, 1, None)
    assert mail.answer == "250 2.0.0 Ok: queued as 1"
    assert mail.sent_at is not None


def test_a_domain_with_swedish_letters_is_reached(smtp: MailServer, post: Post) -> None:
    assert tried(post(to="asa@räksmörgås.example")).state == State.SENT
    assert smtp.recipients == ["asa@xn--rksmrgs-5wao1o.example"]


def test_a_mail_that_was_sent_is_not_sent_again(smtp: MailServer, post: Post) -> None:
    mail = tried(post())
    tried(mail)
    jobs.sweep()
    assert len(smtp.received) == 1
    assert mail.tries == 1


def test_a_temporary_refusal_makes_the_mail_wait(smtp: MailServer, post: Post) -> None:
    smtp.refuse("451 4.7.1 Greylisted, come back later")
    mail = tried(post())
    assert (mail.state, mail.tries) == (State.DEFERRED, 1)
    assert mail.answer == "451 4.7.1 Greylisted, come back later"
    assert timedelta(seconds=50) < mail.next_try_at - timezone.now() <= timedelta(minutes=1)


def test_the_mail_goes_when_its_next_try_is_due(smtp: MailServer, post: Post) -> None:
    smtp.refuse("451 4.7.1 Greylisted")
    mail = tried(post())
    smtp.accept()
    jobs.sweep()
    assert smtp.received == []
    time_passes(minutes=1)
    jobs.sweep()
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (State.SENT, 2)


@pytest.mark.parametrize("moment", ["RCPT", "DATA"])
def test_a_refusal_for_good_fails_at_once(smtp: MailServer, post: Post, moment: str) -> None:
    smtp.refuse("550 5.1.1 No such user", at=moment)
    mail = tried(post())
    assert (mail.state, mail.tries, mail.next_try_at) == (State.BOUNCED, 1, None)
    assert mail.answer == "550 5.1.1 No such user"
    assert mail.failed_at is not None
    time_passes(hours=2)
    jobs.sweep()
    mail.refresh_from_db()
    assert mail.tries == 1


def test_a_server_that_is_down_makes_the_mail_wait_and_go_later(
    smtp: MailServer, post: Post
) -> None:
    smtp.stop()
    mail = tried(post())
    assert (mail.state, mail.tries) == (State.DEFERRED, 1)
    assert "ConnectionRefusedError" in mail.answer
    smtp.start()
    time_passes(minutes=1)
    jobs.sweep()
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (State.SENT, 2)
    assert len(smtp.received) == 1


def test_a_server_that_never_answers_is_given_up_in_time(
    smtp: MailServer, post: Post, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    smtp.hold()
    mail = tried(post())
    assert (mail.state, mail.tries) == (State.DEFERRED, 1)
    assert "timed out" in mail.answer


def test_a_fault_that_nobody_foresaw_makes_the_mail_wait(post: Post, settings: Any) -> None:
    settings.EMAIL_BACKEND = "kundportal.mail.backends.ThereIsNoSuchBackend"
    mail = tried(post())
    assert (mail.state, mail.tries) == (State.DEFERRED, 1)
    assert "ThereIsNoSuchBackend" in mail.answer


def test_a_server_that_refuses_our_sender_does_not_make_mails_fail(
    smtp: MailServer, post: Post, settings: Any
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "wrong"
    mail = tried(post())
    assert (mail.state, mail.tries) == (State.DEFERRED, 1)


def test_the_sweep_tries_one_mail_of_many_while_the_server_is_down(
    smtp: MailServer, post: Post
) -> None:
    mails = [post() for _ in range(3)]
    smtp.stop()
    jobs.sweep()
    assert sum(mail.tries for mail in Mail.objects.all()) == 1
    smtp.start()
    time_passes(minutes=1)
    jobs.sweep()
    assert Mail.objects.sent().count() == len(mails)


def test_the_sweep_goes_on_after_one_recipient_is_refused(smtp: MailServer, post: Post) -> None:
    for _ in range(3):
        post()
    smtp.refuse("552 5.2.2 Mailbox full")
    jobs.sweep()
    assert Mail.objects.failed().count() == 3


def test_the_pauses_grow_from_a_minute_to_an_hour() -> None:
    minutes = [pause_after(tries).total_seconds() / 60 for tries in (1, 2, 3, 6, 7, 8, 5000)]
    assert minutes == [1, 2, 4, 32, 60, 60, 60]


@pytest.mark.parametrize(
    ("answer", "is_hard"),
    [
        ("550 No such user here", True),
        ("550 5.0.0 User unknown", True),
        ("550 5.7.1 User unknown", False),
        ("550 Mailbox full, user unknown", False),
        ("550 Unknown sender domain, user unknown", False),
        ("554 Host not found", False),
        ("550 Relaying denied", False),
    ],
)
def test_words_say_whether_anybody_is_there_when_no_class_does(
    smtp: MailServer, post: Post, answer: str, is_hard: bool
) -> None:
    smtp.refuse(answer)
    mail = tried(post())
    assert mail.state == State.BOUNCED
    assert [one.is_hard for one in mail.bounces.all()] == [is_hard]


def test_a_failed_mail_can_be_tried_again_and_has_three_new_days(
    smtp: MailServer, post: Post
) -> None:
    smtp.refuse("550 5.7.1 Relaying denied")
    mail = tried(post())
    time_passes(days=10)
    assert mail.try_again()
    smtp.refuse("451 4.3.0 Busy")
    assert tried(mail).state == State.DEFERRED
    smtp.accept()
    time_passes(minutes=1)
    jobs.sweep()
    assert tried(mail).state == State.SENT
    assert not mail.try_again()


def test_a_secret_letter_is_wiped_when_it_is_sent(
    smtp: MailServer, post: Post, letter: Letter
) -> None:
    mail = tried(post(replace(letter, secret=True)))
    [arrived] = smtp.received
    plain = arrived.get_body(("plain",))
    assert plain is not None
    assert LINK in plain.get_content()
    assert (mail.state, mail.text, mail.html) == (State.SENT, "", "")


def test_a_secret_letter_that_could_not_be_sent_is_wiped_after_three_days(
    smtp: MailServer, post: Post, letter: Letter
) -> None:
    smtp.refuse("550 5.7.1 Relaying denied")
    secret, other = tried(post(replace(letter, secret=True))), tried(post())
    jobs.forget_secrets()
    secret.refresh_from_db()
    assert secret.may_be_tried_again
    time_passes(days=3)
    jobs.forget_secrets()
    secret.refresh_from_db()
    other.refresh_from_db()
    assert (secret.text, secret.html, secret.may_be_tried_again) == ("", "", False)
    assert other.text
