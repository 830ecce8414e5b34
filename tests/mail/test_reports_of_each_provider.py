"""Other providers than Postmark tell what became of a mail, each in its own way."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import pytest

from kundportal.mail import providers
from kundportal.mail.models import Mail, State
from tests.mail.provider import SECRET, TO
from tests.mail.test_provider_reports import now, report

pytestmark = pytest.mark.django_db
Post = Callable[..., Mail]

MAILGUN = {
    "signature": {},
    "event-data": {
        "event": "failed",
        "severity": "permanent",
        "reason": "bounce",
        "timestamp": 1790000000.1,
        "recipient": TO,
        "message": {"headers": {"message-id": "20260101.1@mg.example"}},
        "delivery-status": {"code": 550, "message": "5.1.1 No such user", "description": ""},
        "user-variables": {},
    },
}
SENDGRID = [
    {
        "email": TO,
        "timestamp": 1790000000,
        "smtp-id": "<x@ismtpd>",
        "event": "bounce",
        "sg_event_id": "ZyjwzpNKRP6OXTPZbQ9UQw",
        "anymail_id": "20260101.1@mg.example",
        "reason": "550 5.1.1 The email account does not exist",
        "status": "5.1.1",
        "type": "bounce",
    }
]
MAILJET = [
    {
        "event": "bounce",
        "time": 1790000000,
        "MessageID": 19421777836302490,
        "email": TO,
        "hard_bounce": True,
        "error": "user unknown",
        "error_related_to": "recipient",
        "comment": "550 5.1.1 no such user",
        "Payload": "{}",
    }
]


@pytest.mark.filterwarnings("ignore:django-anymail has dropped official support")
@pytest.mark.parametrize(
    ("name", "needs", "told", "known_as"),
    [
        ("mailgun", "API_KEY=k", MAILGUN, "<20260101.1@mg.example>"),
        ("sendgrid", "API_KEY=k", SENDGRID, "20260101.1@mg.example"),
        ("mailjet", "API_KEY=k,SECRET_KEY=s", MAILJET, "19421777836302490"),
    ],
)
def test_other_providers_report_in_their_own_ways(
    post: Post, settings: Any, name: str, needs: str, told: Any, known_as: str
) -> None:
    settings.MAIL_PROVIDER, settings.MAIL_REPORTS_SECRET = name, SECRET
    settings.ANYMAIL = providers.settings_of(name, needs, SECRET)
    if name == "mailgun":
        told = {**told, "signature": signed("k")}
    mail = post()
    Mail.objects.filter(pk=mail.pk).update(state=State.SENT, provider_id=known_as)
    assert report(told) == 200
    assert now(mail).state == State.BOUNCED
    assert [one.is_hard for one in mail.bounces.all()] == [True]


def signed(key: str) -> dict[str, str]:
    """As Mailgun signs its reports."""
    moment, token = "1790000000", "t" * 50
    made = hmac.new(key.encode(), f"{moment}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": moment, "token": token, "signature": made}
