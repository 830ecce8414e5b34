"""What a mail tells of one of ours: that it did not arrive, is late, or was reported as junk.

A report as RFC 3464 has it is believed as it stands. Without one, a mail is a bounce only when it
looks like a mail server's and says so; the addresses then come from flufl.bounce. Whether another
try may help is told by the status code alone, where there is one
(docs/decisions/0023-how-mail-is-read.md).
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TypedDict

from kundportal.incoming.bouncing import notices
from kundportal.incoming.bouncing.dsn import Fate, fates_in, own_parts
from kundportal.incoming.bouncing.statuses import finer, is_hard, kind_of
from kundportal.incoming.parsing.reading import Received, message_id_of
from kundportal.mail.addresses import mail_of_return_path
from kundportal.mail.letters import fold, shorten
from kundportal.mail.models import Kind

logger = logging.getLogger(__name__)

LONGEST_TEXT = 500
MOST_JUDGED = 50  # recipients of one mail; the others have no say in what kind of bounce it is
LONGEST_OF_MANY = 1_000  # letters of a diagnosis, where there are several
_NAMED = re.compile(
    r"^[ \t]{0,40}>?[ \t]{0,40}(?:original-)?message-id:\s{0,40}(<[^<>\s]{1,250}>)", re.I | re.M
)
_FEEDBACK = re.compile(r"^feedback-type:\s*([a-z-]+)", re.IGNORECASE | re.MULTILINE)
_ANSWERS = re.compile(r"auto[-_ ]?repl|vacation|out[- ]of[- ](?:the[- ])?office", re.IGNORECASE)
_NO_COMPLAINTS = frozenset({"not-spam", "auth-failure", "dmarc", "virus"})


@dataclass(frozen=True, kw_only=True)
class Report:
    """What came back. Of the addresses in it, all took no mail.

    `is_hard` says that there is no such person or host. `is_delay` says that the server still
    tries. `is_complaint` says that somebody reported our mail as junk, which is no bounce.
    """

    addresses: tuple[str, ...]  # lower case
    kind: Kind
    status: str = ""  # RFC 3463, such as 5.1.1
    is_hard: bool = False
    text: str = ""  # what the server said, one line of 500 characters at the most
    is_delay: bool = False
    is_complaint: bool = False
    message_id: str = ""  # of the mail that did not arrive
    mail_id: int | None = None  # our own mail, by the address to which the report came


class _Tie(TypedDict):
    message_id: str
    mail_id: int | None


def bounce_in(mail: Received) -> Report | None:
    """The report in a mail; None when it is none, or tells that a mail did arrive. Never raises."""
    try:
        return _complaint(mail) or _report(mail)
    except Exception as problem:  # noqa: BLE001 (a stranger's mail must not stop a worker)
        logger.warning("A bounce could not be read: %s", type(problem).__name__)
        return None


def _report(mail: Received) -> Report | None:
    notice = notices.notice_in(mail)
    by_server = notices.is_server(mail)
    fates = fates_in(mail.root, nested=by_server)
    look: notices.Look | None = None
    if fates:
        has_report = any(part.kind == "multipart/report" for part in own_parts(mail.root))
        if not by_server and not has_report:
            look = notices.look_at(mail, notice)
        if look is None or look.signs > 1:
            failed = [fate for fate in fates if fate.is_failure]
            late = [fate for fate in fates if fate.is_delay]
            return _of_fates(mail, failed or late, notice) if failed or late else None
    if _is_receipt(mail, notice) or _is_answer(mail):
        return None
    look = look or notices.look_at(mail, notice)
    return _of_notice(mail, notice, look) if look.signs >= notices.ENOUGH else None


def _is_receipt(mail: Received, notice: str) -> bool:
    """A person's receipt. Some servers say in that form that they refused a mail (RFC 5429)."""
    if all(part.kind != "message/disposition-notification" for part in own_parts(mail.root)):
        return False
    return "reject" not in f"{mail.header('auto-submitted')} {mail.subject} {notice}".lower()


def _is_answer(mail: Received) -> bool:
    if notices.is_server(mail):
        return False
    signs = [mail.header(name) for name in ("x-autoreply", "x-autorespond", "x-auto-reply")]
    precedence = mail.header("precedence").lower().replace("-", "_")
    return any(signs) or precedence == "auto_reply" or bool(_ANSWERS.search(mail.subject))


def _of_fates(mail: Received, fates: list[Fate], notice: str) -> Report:
    addresses = list(dict.fromkeys(fate.email for fate in fates if fate.email))
    if not addresses:
        look = notices.look_at(mail, notice)
        addresses = sorted(look.late | look.failed or notices.guessed(mail, notice))
    # Of several recipients, the one that is there least speaks for all that are named.
    read = [_judged(fate, notice, alone=len(fates) == 1) for fate in fates[:MOST_JUDGED]]
    status, kind, _hard, text = max(read, key=lambda one: (one[2], one[1] == Kind.PERMANENT))
    return Report(
        addresses=tuple(addresses), kind=kind, status=status, text=text,
        is_hard=all(hard for _status, _kind, hard, _text in read),
        is_delay=all(fate.is_delay for fate in fates), **_tied(mail),
    )  # fmt: skip


def _judged(fate: Fate, notice: str, *, alone: bool) -> tuple[str, Kind, bool, str]:
    said = fate.diagnostic if alone else fate.diagnostic[:LONGEST_OF_MANY]
    words = "" if said and not alone else notices.what_is_said(notice, {fate.email} - {""})
    words = words if alone else words[:LONGEST_OF_MANY]
    status = finer(fate.status, said)
    if alone and not said:
        status = finer(status, words)
    kind = Kind.TEMPORARY if fate.is_delay else kind_of(status, said or words)
    if kind == Kind.NONE:
        kind = Kind.PERMANENT
    hard = is_hard(kind, status, f"{said} {words}" if alone and not said else said)
    return status, kind, hard, shorten(said or words, LONGEST_TEXT)


def _of_notice(mail: Received, notice: str, look: notices.Look) -> Report:
    waits = bool(look.late and not look.failed) or notices.says_it_waits(mail, notice)
    emails = look.late | look.failed or notices.guessed(mail, notice)
    words = notices.what_is_said(notice, emails)
    status = finer("", words) or finer("", fold(notice))
    kind = Kind.TEMPORARY if waits and status[:1] != "5" else kind_of(status, words)
    if kind == Kind.NONE and words:
        kind = kind_of("", notice)
    if kind == Kind.NONE and emails - look.late:
        kind = Kind.PERMANENT  # the server gave up, and did not say why
    return Report(
        addresses=tuple(sorted(emails)), kind=kind, status=status,
        is_hard=is_hard(kind, status, words), text=shorten(words, LONGEST_TEXT),
        is_delay=kind == Kind.TEMPORARY and waits, **_tied(mail),
    )  # fmt: skip


def _complaint(mail: Received) -> Report | None:
    parts = [part for part in own_parts(mail.root) if part.kind == "message/feedback-report"]
    if not parts and mail.root.parameter("report-type").lower() != "feedback-report":
        return None
    said = parts[0].text(20_000) if parts else mail.text[:20_000]
    match = _FEEDBACK.search(said)
    kind = match[1].lower() if match else "abuse"
    if kind in _NO_COMPLAINTS:
        return None
    named = re.findall(r"^original-rcpt-to:\s*<?([^\s<>]{3,254})", said, re.I | re.M)
    emails = dict.fromkeys(filter(None, (notices.normal(one).lower() for one in named[:100])))
    return Report(
        addresses=tuple(emails), kind=Kind.NONE, text=kind, is_complaint=True, **_tied(mail)
    )


def _tied(mail: Received) -> _Tie:
    """By what our own mail is found: its key in the address, and its Message-ID."""
    back = notices.returned(mail)
    paths = [*mail.recipients, *(one.header("return-path") for one in back)]
    ids = [found for one in back if (found := message_id_of(one))]
    ids += _NAMED.findall(mail.text[: notices.LONGEST_NOTICE]) if not ids else []
    return {
        "message_id": next(iter([*ids, *reversed(mail.references)]), ""),
        "mail_id": next((key for one in paths if (key := mail_of_return_path(one))), None),
    }
