"""What a mail server's words and codes mean: for now or for good, and whether anybody is there.

The code decides where there is one (RFC 3463, else the SMTP reply); words decide where there is
none, and whether "for good" means that no other mail will arrive either.
"""

from __future__ import annotations

import re

from kundportal.mail import refusals
from kundportal.mail.models import Kind
from kundportal.mail.refusals import is_nobody, is_refused, is_unknown

_STATUS = re.compile(r"(?<![\w.:/])([245])\.(\d{1,3})\.(\d{1,3})(?![\d]|\.\d)")
_REPLY = re.compile(r"(?:^|[\s:;>(\[\"'#=-])([45]\d\d)(?=[\s:;,)\]\"'-]|$)")
_REPLIES = frozenset("""
    421 422 431 432 441 442 446 447 449 450 451 452 454 455 471
    500 501 502 503 504 505 510 511 512 513 515 516 517 521 522 523 530 533 534 535 541 542 546 547
    550 551 552 553 554 555 556 557 571
""".split())  # fmt: skip # noqa: SIM905
_GENERAL = re.compile(r"[45]\.0\.0|[45]\.[3-5]\.0|[45]\.1\.0|5\.1\.5")
NOBODY = frozenset({"5.1.1", "5.1.2", "5.1.10", "5.4.4", "5.4.310", "5.1.6", "5.1.351", "5.1.13"})


def statuses_in(text: str) -> list[str]:
    """The enhanced status codes in a text, each once, in order; those of successes left out."""
    found = (
        f"{match[1]}.{int(match[2])}.{int(match[3])}"
        for match in _STATUS.finditer(text)
        if match[1] != "2" and (int(match[2]) <= 7) and int(match[3]) < 1000
    )
    return list(dict.fromkeys(found))


def replies_in(text: str) -> list[str]:
    """The SMTP replies of servers in a text."""
    return list(dict.fromkeys(code for code in _REPLY.findall(text) if code in _REPLIES))


def finer(status: str, text: str) -> str:
    """The status, or a more telling one of the same class that the server's words hold."""
    if status and not _GENERAL.fullmatch(status):
        return status
    codes = [code for code in statuses_in(text) if not status or code[0] == status[0]]
    telling = [code for code in codes if not _GENERAL.fullmatch(code)]
    return (telling or [status] if status else telling or codes or [""])[0]


def kind_of(status: str, text: str) -> Kind:
    """For now or for good, by the status, else by the reply, else by the words."""
    code = status or next(iter(replies_in(text)), "")
    if code:
        return Kind.TEMPORARY if code.startswith("4") else Kind.PERMANENT
    if is_nobody(text):
        return Kind.PERMANENT
    if refusals.FULL.search(text) or refusals.LATER.search(text):
        return Kind.TEMPORARY
    return Kind.PERMANENT if refusals.REFUSED.search(text) else Kind.NONE


def is_hard(kind: Kind, status: str, text: str) -> bool:
    """Whether no other mail will arrive either: there is no such person or host."""
    if kind != Kind.PERMANENT:
        return False
    subject = ".".join(status.split(".")[:2])
    if status in NOBODY:
        return not is_refused(text)
    if status == "5.4.1" and re.search(r"recipient address rejected: access denied", text, re.I):
        return True  # how Exchange Online says that it knows nobody of that name
    if subject == "5.7":  # a refusal, unless the words speak of nothing but an unknown person
        return is_nobody(text) and is_unknown(text) and not refusals.REFUSED.search(text)
    if (subject == "5.2" or status == "5.3.4") and not is_unknown(text):
        return False
    return is_nobody(text)
