"""What the answer of a mail server or a provider means for the mail, its domain and the others."""

from __future__ import annotations

import re
import smtplib
from dataclasses import dataclass
from enum import Enum

from anymail import exceptions as provider

from kundportal.mail import refusals

# No such mailbox, no such host, mailbox moved away: RFC 3463. All else may pass for other mails.
HARD = frozenset({"5.1.1", "5.1.2", "5.1.6", "5.1.10"})
UNTOLD = frozenset({"", "5.0.0", "5.1.0"})  # say no more than the code does
TOO_LARGE = frozenset({"5.3.4", "5.2.3"})
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<!\d)([245]\d\d)(?!\d)")
# Told when this one mail shall come again a little later; others of the domain may go meanwhile.
_GREYLISTED = re.compile(r"gr[ea]y[ -]?list", re.IGNORECASE)
_TOO_FAST = re.compile(
    r"\b(?:rate|throttl\w*|too (?:many|fast|much)|busy|4\.7\.28|4\.7\.500)\b", re.IGNORECASE
)
_OF_RECIPIENT = ("RCPT", "DATA")  # the moments from which on a fault concerns the recipient
# Of a provider: may be its answer to this one mail, or to all of them.
_OF_ONE_OR_ALL = frozenset({403, 404, 500})
_OF_ALL = frozenset({401, 402, 429})


class Verdict(Enum):
    SENT = "sent"
    REFUSED = "refused"  # for good: trying again would give the same answer
    LATER = "later"


class Concern(Enum):
    """Whom a fault would have met as well."""

    MAIL = "mail"  # nobody else
    DOMAIN = "domain"  # every mail to the same domain
    SERVER = "server"  # every mail


@dataclass(frozen=True)
class Outcome:
    """How a try went; `provider_id` is the provider's own name for the mail."""

    verdict: Verdict
    answer: str
    concern: Concern = Concern.MAIL
    is_hard: bool = False
    provider_id: str = ""
    is_doubtful: bool = False  # a fault of all only when the next mail meets it as well

    @property
    def server_fault(self) -> bool:
        return self.concern is Concern.SERVER

    @property
    def is_of_recipient(self) -> bool:
        """Whether the mail was taken, or answered by whoever is to take it."""
        return self.verdict is not Verdict.LATER or self.answer[:3].isdigit()

    @property
    def status(self) -> str:
        """The class of the answer (RFC 3463), such as 5.1.1."""
        return status_in(self.answer)


def status_in(text: str) -> str:
    """The first status of RFC 3463 in a server's answer; empty when there is none."""
    found = _STATUS.search(text)
    return found[1] if found else ""


def is_hard(text: str) -> bool:
    """Whether an answer says that there is no such person or host: by its class, else in words."""
    status = status_in(text)
    return status in HARD if status not in UNTOLD else refusals.is_plainly_unknown(text)


def outcome_of(fault: Exception, stage: str = "") -> Outcome:
    """What came of a try that ended with a fault, at which `stage` of the conversation."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(fault.recipients.values()))
        return _answered(code, text)
    if isinstance(fault, smtplib.SMTPDataError):
        return _answered(fault.smtp_code, fault.smtp_error)
    if isinstance(fault, smtplib.SMTPResponseException):
        return _of_server(fault.smtp_code, fault.smtp_error)
    if isinstance(fault, provider.AnymailError):
        return _of_provider(fault)
    if isinstance(fault, smtplib.SMTPException | OSError):
        concern = Concern.DOMAIN if stage in _OF_RECIPIENT else Concern.SERVER
        return Outcome(Verdict.LATER, _named(fault), concern)
    return Outcome(Verdict.LATER, _named(fault))


def _answered(code: int, text: bytes | str) -> Outcome:
    """An answer to the recipient or to the mail itself."""
    answer = f"{code} {_readable(text)}"
    if code >= 500:
        return Outcome(Verdict.REFUSED, answer, is_hard=is_hard(answer))
    slow = code == 421 or code == 451 or bool(_TOO_FAST.search(answer))
    is_of_domain = slow and not _GREYLISTED.search(answer)
    return Outcome(Verdict.LATER, answer, Concern.DOMAIN if is_of_domain else Concern.MAIL)


def _of_server(code: int, text: bytes | str) -> Outcome:
    """Greeting, sign-in or sender: ours to mend, so the mail waits whatever the code says."""
    answer = f"{code} {_readable(text)}"
    if code == 552 or status_in(answer) in TOO_LARGE:
        return Outcome(Verdict.REFUSED, answer)
    return Outcome(Verdict.LATER, answer, Concern.SERVER)


def _of_provider(fault: provider.AnymailError) -> Outcome:
    answer = _readable(str(fault))
    if isinstance(fault, provider.AnymailRecipientsRefused):
        told = getattr(fault.email_message, "anymail_status", None)
        is_invalid = getattr(told, "status", None) == {"invalid"}
        return Outcome(Verdict.REFUSED, answer, is_hard=is_invalid and not _CODE.search(answer))
    if isinstance(fault, provider.AnymailInvalidAddress):
        return Outcome(Verdict.REFUSED, answer)
    if isinstance(fault, provider.AnymailAPIError):
        code = fault.status_code
        if code in _OF_ONE_OR_ALL:
            return Outcome(Verdict.LATER, answer, Concern.SERVER, is_doubtful=True)
        is_of_all = code is None or code > 500 or code in _OF_ALL
        return Outcome(Verdict.LATER, answer, Concern.SERVER if is_of_all else Concern.MAIL)
    return Outcome(Verdict.LATER, answer)


def _readable(text: bytes | str) -> str:
    decoded = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(decoded.split())


def _named(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"
