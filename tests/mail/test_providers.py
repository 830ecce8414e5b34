"""A provider sends the mails instead of a mail server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.module_loading import import_string

from kundportal.mail import jobs, providers
from kundportal.mail.models import Destination, Mail, State
from tests.mail.provider import SECRET, TO, Provider
from tests.mail.test_delivery import time_passes, tried

pytestmark = pytest.mark.django_db
Post = Callable[..., Mail]


def test_a_mail_goes_by_the_provider_whose_name_for_it_is_kept(
    provider: Provider, post: Post, settings: Any
) -> None:
    mail = tried(post(thread="ticket SE-4839-2175"))
    [(path, headers, asked)] = provider.asked
    assert (path, headers["X-Postmark-Server-Token"]) == ("/email", "t0ken")
    assert (asked["To"], asked["From"]) == (TO, settings.DEFAULT_FROM_EMAIL)
    assert asked["Subject"] == mail.subject
    assert asked["TextBody"] == mail.text
    assert asked["HtmlBody"] == mail.html
    assert {one["Name"]: one["Value"] for one in asked["Headers"]}["Message-ID"] == mail.message_id
    assert asked["Metadata"] == {"kundportal": str(mail.pk)}
    assert (mail.state, mail.answer) == (State.SENT, "sent")
    assert mail.provider_id == "0a129aee-e1cd-480d-b08d-000000000001"


def test_the_connection_to_the_provider_is_kept(provider: Provider, post: Post) -> None:
    for _ in range(4):
        post()
    jobs.sweep()
    assert len(provider.asked) == 4
    assert provider.connections == 1


INACTIVE = (
    "You tried to send to a recipient that has been marked as inactive.\nFound inactive addresses: "
    f"{TO}.\nInactive recipients are ones that have generated a hard bounce."
)


@pytest.mark.parametrize(
    ("status", "code", "said", "is_hard"),
    [
        (422, 300, f"Invalid 'To' address: '{TO}'.", True),
        (
            422,
            406,
            INACTIVE,
            False,
        ),
    ],
)
def test_a_recipient_that_the_provider_refuses_is_a_bounce(
    provider: Provider, post: Post, status: int, code: int, said: str, is_hard: bool
) -> None:
    provider.answer = (status, {"ErrorCode": code, "Message": said})
    mail = tried(post())
    assert mail.state == State.BOUNCED
    assert [one.is_hard for one in mail.bounces.all()] == [is_hard]


@pytest.mark.parametrize("status", [401, 429, 502, 503])
def test_a_provider_that_is_away_or_has_enough_stops_the_sweep(
    provider: Provider, post: Post, status: int
) -> None:
    mails = [post(to=f"a@skola{number}.se") for number in range(3)]
    provider.answer = (status, {"ErrorCode": 10, "Message": "not now"})
    jobs.sweep()
    assert len(provider.asked) == 1
    assert Destination.objects.get(domain="").is_resting
    provider.answer = None
    time_passes(minutes=1)
    jobs.sweep()
    assert Mail.objects.sent().count() == len(mails)


@pytest.mark.parametrize("status", [403, 404, 500])
def test_what_may_be_of_one_mail_holds_the_others_only_when_the_next_one_meets_it_too(
    provider: Provider, post: Post, status: int
) -> None:
    mails = [post(to=f"a@skola{number}.se") for number in range(4)]
    provider.answer = (status, {"ErrorCode": 10, "Message": "not this one"})
    jobs.deliver(mail_id=mails[0].pk)
    time_passes(minutes=1)
    tried(mails[0])
    assert not Destination.objects.troubled().exists()
    jobs.deliver(mail_id=mails[1].pk)
    assert Destination.objects.get(domain="").is_resting
    provider.answer = None
    time_passes(minutes=2)
    jobs.sweep()
    assert Mail.objects.sent().count() == len(mails)
    assert Destination.objects.get(domain="").suspect is None


def test_a_provider_that_is_down_makes_the_mails_wait(
    provider: Provider, post: Post, settings: Any
) -> None:
    settings.ANYMAIL |= {"POSTMARK_API_URL": "http://127.0.0.1:9/"}
    mail = tried(post())
    assert mail.state == State.DEFERRED
    assert "Connection refused" in mail.answer


def test_a_fault_with_one_mail_does_not_stop_the_others(provider: Provider, post: Post) -> None:
    mails = [post(to=f"a@skola{number}.se") for number in range(2)]
    provider.answer = (422, {"ErrorCode": 403, "Message": "Incompatible JSON"})
    jobs.sweep()
    assert len(provider.asked) == len(mails)
    assert {mail.state for mail in Mail.objects.all()} == {State.DEFERRED}


@pytest.mark.parametrize("name", sorted(providers.PROVIDERS))
def test_every_provider_is_one_that_anymail_has(name: str) -> None:
    provider = providers.PROVIDERS[name]
    if provider.package:
        with pytest.raises(providers.Unusable, match=provider.package):
            providers.name_of(name)
        return
    assert import_string(provider.backend)
    assert provider.reports() is None or provider.reports().esp_name


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("postmark", "", "needs SERVER_TOKEN"),
        ("mailjet", "API_KEY=x", "needs SECRET_KEY"),
        ("postmark", "SERVER_TOKEN", "NAME=value"),
        ("postmark", "SERVER_TOKEN=", "NAME=value"),
        ("postmark", "token=x", "NAME=value"),
        ("postmark", "SERVER_TOKEN=x TOKEN=y", "knows no TOKEN, only"),
    ],
)
def test_settings_that_can_not_be_used_say_what_is_wrong(
    name: str, text: str, problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        providers.settings_of(name, text, "")


def test_a_name_or_a_secret_that_can_not_be_used_says_so() -> None:
    with pytest.raises(ValueError, match="none of brevo, mailersend"):
        providers.name_of("postmaster")
    for secret in ("short", "a:short", ":a-password-without-name"):
        with pytest.raises(ValueError, match="name:password"):
            providers.secret_of(secret)
    assert providers.secret_of(SECRET) == SECRET
    assert (providers.name_of(""), providers.secret_of(""), providers.settings_of("", "x", "")) == (
        "", "", {},
    )  # fmt: skip
