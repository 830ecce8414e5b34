"""What comes in by mail in the demo: one person's mails come back, and the daily check works."""

from __future__ import annotations

from datetime import datetime, timedelta
from unittest.mock import patch

from django.conf import settings

from kundportal.desk.demo.clock import Clock
from kundportal.incoming.arriving.routing import read_one
from kundportal.incoming.models import Arrival, SelfCheck, Source
from kundportal.incoming.models import arrival as arrivals
from kundportal.mail import addresses
from kundportal.mail.models import Mail, State

GONE = "Göran Tistad"  # whose mailbox his employer has closed
BACK_AFTER = timedelta(seconds=40)
REPORT = """\
From: MAILER-DAEMON@mx.{domain}
To: {return_path}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

Your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.{domain}

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <{to}>: Recipient address rejected: User unknown

--B--
"""


def come_in(clock: type[Clock], now: datetime) -> None:
    """To be done when the mails of the past have been sent."""
    if not settings.MAIL_DOMAIN:
        return
    sent = Mail.objects.filter(person__name=GONE, state=State.SENT).order_by("-sent_at")
    for mail in reversed(sent.without_letters()[:2]):
        clock.moment = min(mail.sent_at + BACK_AFTER, now)
        report = REPORT.format(
            domain=mail.domain, to=mail.to, return_path=addresses.return_path(mail.pk)
        )
        take(report.replace("\n", "\r\n").encode(), to=addresses.return_path(mail.pk))
    clock.moment = now - timedelta(hours=5)
    check = SelfCheck.objects.make()
    if check:
        clock.moment += BACK_AFTER
        Mail.objects.filter(pk=check.mail_id).deliver()
        read_one(Arrival.objects.all())
    clock.moment = now


def take(raw: bytes, *, to: str, sender: str = "") -> None:
    """As mail comes in anywhere, only that nothing is queued: it is read at once."""
    with patch.object(arrivals, "defer"):
        arrival = Arrival.objects.take(raw, sender=sender, recipients=[to], source=Source.DEMO)
    read_one(Arrival.objects.filter(pk=arrival.pk))
