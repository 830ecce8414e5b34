"""How a mail leaves the demo: as a file, and straight back in when it is to the portal itself."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage

from kundportal.incoming.arriving.recipients import is_ours
from kundportal.incoming.models import Arrival, Source
from kundportal.mail.backends import EmlFolder


class DemoFolder(EmlFolder):
    """Nobody carries the demo's mails, so those to ourselves come in at once."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        written = super().send_messages(email_messages)
        for message in email_messages:
            if ours := [one for one in message.recipients() if is_ours(one)]:
                Arrival.objects.take(
                    message.message().as_bytes(linesep="\r\n"),  # type: ignore[call-arg]
                    sender=parseaddr(message.from_email)[1],
                    recipients=ours,
                    source=Source.DEMO,
                )
        return written
