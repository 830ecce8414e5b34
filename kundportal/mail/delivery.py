"""One try at handing a mail to the mail server, and what the server's answer means."""

from __future__ import annotations

import logging
import smtplib
from dataclasses import dataclass
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from enum import Enum
from typing import Any

from django.core.mail import EmailMultiAlternatives

logger = logging.getLogger(__name__)


SEVEN_BITS = Charset("utf-8")
SEVEN_BITS.body_encoding = QP


class Verdict(Enum):
    SENT = "sent"
    REFUSED = "refused"  # for good: trying again would give the same answer
    LATER = "later"


@dataclass(frozen=True)
class Outcome:
    """How a try went. A `server_fault` would have met any other mail as well."""

    verdict: Verdict
    answer: str
    server_fault: bool = False


class OutgoingMessage(EmailMultiAlternatives):
    """A message on which the backend notes what the server said when it took it."""

    answer = ""

    def message(self, **options: Any) -> Any:
        made = super().message(**options)
        # Django's own folding leaves the first line of a long subject empty, which some mail
        # programs show and some filters hold against the sender.
        made.replace_header("Subject", Header(str(self.subject), header_name="Subject"))
        # Letters travel in ASCII: not every relay between here and a school takes eight bits.
        for part in made.walk():
            if part.get_content_maintype() == "text":
                text = part.get_payload(decode=True)
                assert isinstance(text, bytes)
                del part["Content-Transfer-Encoding"]
                Message.set_payload(part, text.decode(), SEVEN_BITS)
        return made


def hand_over(message: OutgoingMessage) -> Outcome:
    """Tries once to send the message; whatever goes wrong becomes an outcome."""
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code, text = next(iter(refusal.recipients.values()))
        return _answered(code, text)
    except smtplib.SMTPDataError as refusal:
        return _answered(refusal.smtp_code, refusal.smtp_error)
    except smtplib.SMTPResponseException as refusal:
        # Greeting, sign-in or sender: ours to mend, so the mail waits whatever the code says.
        answer = f"{refusal.smtp_code} {_readable(refusal.smtp_error)}"
        return Outcome(Verdict.LATER, answer, server_fault=True)
    except (smtplib.SMTPException, OSError) as fault:
        return Outcome(Verdict.LATER, _named(fault), server_fault=True)
    except Exception as fault:  # a provider's client may raise anything; the mail must not be lost
        logger.exception("A mail could not be handed over")
        return Outcome(Verdict.LATER, _named(fault))
    return Outcome(Verdict.SENT, message.answer)


def _answered(code: int, text: bytes | str) -> Outcome:
    verdict = Verdict.REFUSED if code >= 500 else Verdict.LATER
    return Outcome(verdict, f"{code} {_readable(text)}", server_fault=code == 421)


def _readable(text: bytes | str) -> str:
    decoded = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(decoded.split())


def _named(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"
