"""A provider reports what became of the mails that it took."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from kundportal.history.models import Event
from kundportal.mail import jobs, providers, reports
from kundportal.mail.letters import Letter
from kundportal.mail.models import Address, Kind, Mail, State
from tests.mail.provider import SECRET, TO, Provider
from tests.mail.test_delivery import tried

pytestmark = pytest.mark.django_db
Post = Callable[..., Mail]


def report(body: Any, *, secret: str = SECRET, **headers: str) -> int:
    told = body if isinstance(body, bytes) else json.dumps(body).encode()
    shown = base64.b64encode(secret.encode()).decode()
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        "/mail/reports/", told, "application/json",
        headers={"Authorization": f"Basic {shown}", **headers},
    )  # fmt: skip
    return answer.status_code


def delivery(mail: Mail, **more: Any) -> dict[str, Any]:
    """As Postmark tells it."""
    return {
        "MessageID": mail.provider_id,
        "Recipient": mail.to,
        "DeliveredAt": timezone.now().isoformat(),
        "Details": "smtp;250 2.0.0 OK 1790000000",
        "Tag": "",
        "ServerID": 23,
        "Metadata": {"kundportal": str(mail.pk)},
        "RecordType": "Delivery",
        "MessageStream": "outbound",
        **more,
    }


def bounce(mail: Mail, kind: str = "HardBounce", **more: Any) -> dict[str, Any]:
    return {
        "ID": 4323372036854775807,
        "Type": kind,
        "TypeCode": 1,
        "Name": "Hard bounce",
        "MessageID": mail.provider_id,
        "Metadata": {"kundportal": str(mail.pk)},
        "ServerID": 23,
        "Description": "The server was unable to deliver your message.",
        "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist",
        "Email": mail.to,
        "From": "no-reply@portal.example",
        "BouncedAt": timezone.now().isoformat(),
        "Inactive": True,
        "CanActivate": True,
        "RecordType": "Bounce",
        "MessageStream": "outbound",
        **more,
    }


def now(mail: Mail) -> Mail:
    mail.refresh_from_db()
    return mail


def test_a_delivery_is_taken_down_once(provider: Provider, post: Post) -> None:
    mail = tried(post())
    assert report(delivery(mail)) == 200
    first = now(mail).delivered_at
    assert first
    assert report(delivery(mail)) == 200
    assert (now(mail).state, mail.delivered_at) == (State.SENT, first)


def test_a_hard_bounce_is_taken_down_once_and_counts(provider: Provider, post: Post) -> None:
    mail = tried(post())
    for _ in range(2):
        assert report(bounce(mail)) == 200
    assert now(mail).state == State.BOUNCED
    assert "does not exist" in mail.answer
    [row] = mail.bounces.all()
    assert (row.kind, row.status, row.is_hard, row.email) == (Kind.PERMANENT, "5.1.1", True, TO)
    assert Address.objects.of(TO).hard_bounces == 1
    assert Event.objects.filter(verb="mail.bounced").count() == 1


def test_a_second_hard_bounce_stops_the_address(provider: Provider, post: Post) -> None:
    for mail in [tried(post()), tried(post())]:
        report(bounce(mail))
    assert Address.objects.is_stopped(TO)


@pytest.mark.parametrize(
    ("kind", "details", "state", "is_hard"),
    [
        ("SoftBounce", "smtp;452 4.2.2 The account is over quota", State.BOUNCED, False),
        ("Transient", "smtp;451 4.7.1 Try again", State.SENT, False),
        ("Blocked", "smtp;550 5.7.1 Blocked by policy", State.BOUNCED, False),
        ("BadEmailAddress", "", State.BOUNCED, True),
        ("AutoResponder", "", State.SENT, None),
        ("SomethingNew", "", State.BOUNCED, False),
    ],
)
def test_what_is_told_decides_what_it_means(
    provider: Provider, post: Post, kind: str, details: str, state: State, is_hard: bool | None
) -> None:
    mail = tried(post())
    assert report(bounce(mail, kind, Details=details)) == 200
    assert now(mail).state == state
    assert [one.is_hard for one in mail.bounces.all()] == ([] if is_hard is None else [is_hard])


def test_a_complaint_is_taken_down(provider: Provider, post: Post) -> None:
    mail = tried(post())
    complaint = bounce(mail, "SpamComplaint", RecordType="SpamComplaint", Details="")
    for told in (complaint, complaint, delivery(mail)):
        assert report(told) == 200
    assert now(mail).state == State.COMPLAINED
    assert Address.objects.of(TO).complained_at


def test_reports_in_the_wrong_order_do_no_harm(provider: Provider, post: Post) -> None:
    dead, late = tried(post()), tried(post(to="b@skola.se"))
    early = delivery(dead, DeliveredAt="2026-01-01T00:00:00Z")
    for told in (bounce(dead), early):
        assert report(told) == 200
    assert now(dead).state == State.BOUNCED
    over_quota = bounce(late, "SoftBounce", Details="smtp;452 4.2.2 full")
    for told in (over_quota, delivery(late)):
        assert report(told) == 200
    assert (now(late).state, late.failed_at) == (State.SENT, None)


def test_a_delivery_that_is_told_before_we_know_of_it_keeps_the_mail_from_going_twice(
    provider: Provider, post: Post, letter: Letter
) -> None:
    mail = post(replace(letter, secret=True))
    assert report(delivery(mail, MessageID="not-kept-yet")) == 200
    jobs.sweep()
    assert provider.asked == []
    assert (now(mail).state, mail.text) == (State.SENT, "")


@pytest.mark.parametrize(
    "change",
    [
        {"Metadata": {}, "MessageID": "somebody-elses"},
        {"Metadata": {"kundportal": "999999999"}, "MessageID": ""},
        {"Metadata": {"kundportal": "9" * 40}, "MessageID": "\x00"},
        {"Metadata": {"kundportal": None}, "MessageID": None},
        {"Recipient": "somebody.else@skola.se"},
        {"RecordType": "Open"},
    ],
)
def test_what_is_not_about_our_mails_is_ignored(
    provider: Provider, post: Post, change: dict[str, Any]
) -> None:
    mail = tried(post())
    assert report(delivery(mail, **change)) == 200
    assert now(mail).delivered_at is None


@pytest.mark.parametrize(("fault", "status"), [(KeyError("x"), 200), (OperationalError("x"), 503)])
def test_a_report_that_breaks_does_not_lose_the_others(
    post: Post, settings: Any, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int
) -> None:
    settings.MAIL_PROVIDER, settings.MAIL_REPORTS_SECRET = "sendgrid", SECRET
    settings.ANYMAIL = providers.settings_of("sendgrid", "API_KEY=k", SECRET)
    mails = [post(to=f"a{number}@skola.se") for number in range(2)]
    Mail.objects.update(state=State.SENT)
    real = reports.take

    def take(event: Any) -> bool:
        if event.recipient == mails[0].to:
            raise fault
        return real(event)

    monkeypatch.setattr(reports, "take", take)
    told = [
        {
            "event": "delivered",
            "email": mail.to,
            "kundportal": str(mail.pk),
            "timestamp": 1790000000,
        }
        for mail in mails
    ]
    assert report(told) == status
    assert [bool(now(mail).delivered_at) for mail in mails] == [False, True]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'"x"', b"[" * 100_000])
def test_what_can_not_be_read_is_refused(provider: Provider, body: bytes) -> None:
    assert report(body) == 400


def test_too_much_is_refused(provider: Provider) -> None:
    assert report(b'{"a": "' + b"x" * 5_000_000 + b'"}') == 400


def test_whoever_does_not_know_the_secret_is_refused(provider: Provider, post: Post) -> None:
    mail = tried(post())
    for secret in ("", "postmark:wrong", SECRET + "x"):
        assert report(bounce(mail), secret=secret) == 403
    assert report(bounce(mail), Authorization="") == 403
    assert now(mail).state == State.SENT


@pytest.mark.parametrize("missing", ["MAIL_PROVIDER", "MAIL_REPORTS_SECRET"])
def test_without_a_provider_or_a_secret_there_is_no_such_page(
    provider: Provider, settings: Any, missing: str
) -> None:
    setattr(settings, missing, "")
    assert report({}) == 404


def test_only_reports_are_taken(provider: Provider, client: Client) -> None:
    assert client.get("/mail/reports/").status_code == 405
    assert client.head("/mail/reports/").status_code == 200
