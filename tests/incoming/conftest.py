"""What the tests of incoming mail share: a domain, mails that were sent, mails that come in."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from uuid import uuid4

import pytest
from django.utils import timezone

from kundportal.incoming import jobs
from kundportal.incoming.models import Arrival, RetiredAddress, Source
from kundportal.mail.letters import Letter
from kundportal.mail.models import Mail, State
from tests.incoming.writing import SUPPORT

DOMAIN = "mail.portal.example"
EMAIL = "asa.berg@skola.se"


REPORT = """From: MAILER-DAEMON@mx.skola.se (Mail Delivery System)
To: bounce@{domain}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.skola.se

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {code} {status} <{address}>: {said}

--B
Content-Type: text/rfc822-headers

From: no-reply@portal.example
To: {to}
Subject: Svar
Message-ID: {names}

--B--
"""


@pytest.fixture(autouse=True)
def mail_domain(settings) -> str:
    settings.MAIL_DOMAIN = DOMAIN
    settings.MAIL_LARGEST_MB = 1
    return DOMAIN


@pytest.fixture
def sent(db) -> Callable[..., Mail]:
    """Mails that a server has taken."""
    numbers = count(1)

    def one(**details) -> Mail:
        letter = Letter(subject="Svar", lead="Anna har svarat.", why="Du är mottagare.")
        chosen = {"to": EMAIL, "key": f"reply:{next(numbers)}", "language": "sv"}
        mail = Mail.objects.post(letter, **(chosen | details))
        mail.state, mail.sent_at, mail.tries = State.SENT, timezone.now(), 1
        mail.save()
        return mail

    return one


@pytest.fixture
def come(db) -> Callable[..., Arrival]:
    """A mail comes in and is read."""

    def one(raw: bytes, *, to: str, sender: str | None = "", source=Source.LMTP) -> Arrival:
        arrival = Arrival.objects.take(raw, sender=sender, recipients=[to], source=source)
        jobs.read(arrival_id=arrival.pk)
        return Arrival.objects.get(pk=arrival.pk)

    return one


@pytest.fixture
def retired(form) -> RetiredAddress:
    return RetiredAddress.objects.create(email=SUPPORT, form=form, once=uuid4())


def bounce_of(
    mail: Mail,
    *,
    status: str = "5.1.1",
    said: str = "user unknown",
    action: str = "failed",
    address: str = "",
    names: str = "",
) -> bytes:
    """A delivery report (RFC 3464) as Postfix writes it; `names` is the mail that it names."""
    report = REPORT.format(
        domain=DOMAIN, to=mail.to, address=address or mail.to, names=names or mail.message_id,
        status=status, code=f"{status[0]}50", said=said, action=action,
    )  # fmt: skip
    return report.replace("\n", "\r\n").encode()


def complaint_of(mail: Mail) -> bytes:
    """A complaint (RFC 5965) as a feedback loop sends it."""
    return f"""From: feedback@mailbox.example
To: abuse@{DOMAIN}
Subject: FW: Svar
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="B"

--B
Content-Type: text/plain

This is an email abuse report.

--B
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1

--B
Content-Type: message/rfc822

From: no-reply@portal.example
To: {mail.to}
Subject: Svar
Message-ID: {mail.message_id}

Hej

--B--
""".replace("\n", "\r\n").encode()
