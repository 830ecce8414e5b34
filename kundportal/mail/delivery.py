"""One try at handing a mail to the mail server, and what the server's answer means."""

from __future__ import annotations

import logging
import smtplib
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.policy import Compat32
from typing import Any

from anymail.exceptions import AnymailError
from django.core.mail import EmailMultiAlternatives

from kundportal.mail import pool
from kundportal.mail.answers import Outcome, Verdict, outcome_of

logger = logging.getLogger(__name__)
EXPECTED = (smtplib.SMTPException, OSError, AnymailError)

SEVEN_BITS = Charset("utf-8")
SEVEN_BITS.body_encoding = QP
SHORT_LINE, LONGEST_LINE = 78, 998  # of a header (RFC 5322)


class _Wire(Compat32):
    """Does not fold a header whose first word is longer than a line by itself.

    It would begin with an empty line, and some mail programs take it for an empty header.
    """

    def fold(self, name: str, value: Any) -> str:
        return self._whole(name, value) or super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self._whole(name, value).encode() or super().fold_binary(name, value)

    def _whole(self, name: str, value: Any) -> str:
        line = f"{name}: {value}"
        is_odd = not isinstance(value, str) or not line.isascii() or len(line) > LONGEST_LINE
        first = " ".join(line.split(" ", 2)[:2])
        return "" if is_odd or len(first) <= SHORT_LINE else line + self.linesep


class OutgoingMessage(EmailMultiAlternatives):
    """A message on which the backend notes how far it came and what the server said."""

    answer = stage = ""
    metadata: dict[str, str]

    def message(self, **options: Any) -> Any:
        made = super().message(**options)
        # Django's own folding leaves the first line of a long subject empty, which some mail
        # programs show and some filters hold against the sender.
        made.replace_header("Subject", Header(str(self.subject), header_name="Subject"))
        made.policy = _Wire()
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
        pool.send(message)
    except Exception as fault:  # a provider's client may raise anything; the mail must not be lost
        outcome = outcome_of(fault, message.stage)
        if not isinstance(fault, EXPECTED):
            logger.exception("A mail could not be handed over")
        return outcome
    status = getattr(message, "anymail_status", None)
    if status is None:
        return Outcome(Verdict.SENT, message.answer)
    known_as = status.message_id if isinstance(status.message_id, str) else ""
    taken = ", ".join(sorted(status.status or ()))
    return Outcome(Verdict.SENT, message.answer or taken, provider_id=known_as[:255])
