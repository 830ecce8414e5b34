"""A mail is a row, written with the act that caused it, once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from email.message import Message

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kundportal.mail.addresses import message_id_of
from kundportal.mail.letters import Letter
from kundportal.mail.models import Mail, State

pytestmark = pytest.mark.django_db
Post = Callable[..., Mail]


def deliveries() -> list[int]:
    jobs = ProcrastinateJob.objects.filter(task_name="kundportal.mail.jobs.deliver")
    return [job.args["mail_id"] for job in jobs]


def headers_of(mail: Mail) -> Message:
    return mail.message().message()


def test_a_posted_mail_waits_and_its_delivery_is_queued(post: Post) -> None:
    mail = post(organisation_id=7)
    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.answer, mail.sent_at) == (State.WAITING, 0, "", None)
    assert (mail.to, mail.language, mail.organisation_id) == ("asa.berg@skola.se", "sv", 7)
    assert mail.text
    assert mail.html
    assert mail.subject.startswith("Svar på ärende SE-4839-2175")
    assert deliveries() == [mail.pk]


class ActFailed(Exception):
    pass


@transaction.atomic
def act_that_fails(post: Post) -> None:
    post()
    raise ActFailed


def test_an_act_that_fails_leaves_neither_mail_nor_job(post: Post) -> None:
    with pytest.raises(ActFailed):
        act_that_fails(post)
    assert not Mail.objects.exists()
    assert not deliveries()


@pytest.mark.django_db(transaction=True)
def test_an_act_of_the_worker_that_fails_leaves_no_job_either(post: Post) -> None:
    worker = app.connector.get_worker_connector()
    with app.replace_connector(worker), pytest.raises(ActFailed):
        act_that_fails(post)
    assert not deliveries()


def test_the_same_key_twice_is_one_mail(post: Post, letter: Letter) -> None:
    first = post(key="reply:12:34")
    second = post(replace(letter, lead="Something else"), key="reply:12:34", to="other@skola.se")
    assert second == first
    assert second.to == first.to
    assert Mail.objects.count() == 1
    assert deliveries() == [first.pk]


def test_the_message_id_follows_from_the_key_and_the_site(post: Post, settings) -> None:
    settings.SITE_URL = "https://portal.example:8443"
    mail = post(key="reply:12:34")
    assert mail.message_id == message_id_of("reply:12:34")
    assert re.fullmatch(r"<[0-9a-f]{40}@portal\.example>", mail.message_id)
    assert headers_of(mail)["Message-ID"] == mail.message_id


def test_nobody_can_guess_a_message_id(settings) -> None:
    guessed = message_id_of("reply:12:34")
    settings.SECRET_KEY = "another"
    assert message_id_of("reply:12:34") != guessed


def test_the_mail_says_that_a_machine_wrote_it(post: Post, settings) -> None:
    headers = headers_of(post())
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Auto-Response-Suppress"] == "All"
    assert headers["From"] == settings.DEFAULT_FROM_EMAIL


def test_line_breaks_in_a_title_add_no_header(post: Post, letter: Letter) -> None:
    mail = post(replace(letter, subject="Skrivaren\r\nBcc: thief@evil.example\n\nHej"))
    headers = headers_of(mail)
    assert headers["Bcc"] is None
    assert mail.subject == "Skrivaren Bcc: thief@evil.example Hej"
    assert mail.message().recipients() == ["asa.berg@skola.se"]


@pytest.mark.parametrize(
    "address",
    [
        "a@skola.se\r\nBcc: thief@evil.example",
        "a@skola.se, thief@evil.example",
        "a@skola.se\x00",
        "",
        "nobody",
        "å" * 300 + "@skola.se",
    ],
)
def test_what_is_not_one_address_is_kept_as_bounced_and_never_sent(post: Post, address) -> None:
    mail = post(to=address)
    mail.refresh_from_db()
    assert mail.state == State.BOUNCED
    assert mail.answer
    assert not mail.may_be_tried_again
    assert not deliveries()


def test_odd_characters_never_stop_the_act(post: Post, letter: Letter) -> None:
    odd = "NUL \x00, emoji 👩🏽‍🏫, half \ud83d, bell \x07, turned \u202e round"
    mail = post(replace(letter, subject=odd, lead=odd, why=odd, paragraphs=(odd,) * 3))
    mail.refresh_from_db()
    assert "👩🏽‍🏫" in mail.text
    assert "👩🏽‍🏫" in mail.html
    assert "👩🏽‍🏫" in mail.subject
    assert "\x07" not in mail.text + mail.html + mail.subject
    assert headers_of(mail).as_bytes()
