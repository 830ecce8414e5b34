"""What an incoming mail says, whatever is broken in it.

A mail is a stranger's bytes: nothing here raises, opens an archive, fetches an address or takes
time that grows with the square of anything (docs/decisions/0023-how-mail-is-read.md).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from mimetypes import guess_extension

from kundportal.incoming.parsing.addressing import addresses_in, normal
from kundportal.incoming.parsing.decoding import decoded
from kundportal.incoming.parsing.languages import language_of
from kundportal.incoming.parsing.mime import Part, split
from kundportal.incoming.parsing.quotations import new_in
from kundportal.incoming.parsing.texts import is_text, text_in
from kundportal.lib.files import tidy_name
from kundportal.mail.letters import fold, shorten

logger = logging.getLogger(__name__)

LONGEST_SUBJECT = 500
LONGEST_NAME = 200
MOST_REFERENCES = 100
_ID = re.compile(r"<[^<>\s]{1,250}>")
_RECIPIENTS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")


@dataclass(frozen=True)
class Attached:
    """A file in a mail. Its content is decoded when it is asked for, not before."""

    name: str
    content_type: str
    is_inline: bool
    part: Part

    @property
    def content(self) -> bytes:
        return self.part.content()


@dataclass(frozen=True, kw_only=True)
class Received:
    """A mail that has come in. Whatever its sender wrote, every field is clean text of one line,
    but for `text` and `new_text`.

    `return_path` is the envelope's sender: None when nobody told it, empty for bounces.
    `new_text` is `text` without the quoted mail below it, where that is certain.
    `language` is a guess among sv, en, nb, da, de and fi; empty when there is too little to go by.
    """

    sender: str = ""
    sender_name: str = ""
    reply_to: str = ""
    return_path: str | None = None
    subject: str = ""
    text: str = ""
    new_text: str = ""
    attachments: tuple[Attached, ...] = ()
    message_id: str = ""
    references: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()  # the envelope's first, then Delivered-To, To, Cc …
    date: datetime | None = None
    language: str = ""
    root: Part

    def header(self, name: str) -> str:
        """The first header of that name, decoded, on one line; empty when there is none."""
        return self.root.header(name)

    def headers(self, name: str) -> list[str]:
        """All headers of that name, decoded."""
        return self.root.all(name)


def read(raw: bytes, *, sender: str | None = None, recipients: Sequence[str] = ()) -> Received:
    """Reads a mail as it came over the wire. Never raises.

    `sender` and `recipients` are the envelope's, where they are known.
    """
    try:
        return _read(split(raw), sender, recipients)
    except Exception as problem:  # noqa: BLE001 (a stranger's mail must not stop a worker)
        logger.warning("A mail could not be read: %s", type(problem).__name__)
        return Received(root=Part((), bytes(raw), 0, len(raw)), return_path=sender)


def _read(root: Part, sender: str | None, recipients: Sequence[str]) -> Received:
    name, email = _first(root, "from", "sender", "x-sender")
    text = text_in(root)
    new_text = new_in(text)
    ids = _ID.findall(f"{root.header('references')} {root.header('in-reply-to')}")
    return Received(
        sender=email,
        sender_name=shorten(name, LONGEST_NAME),
        reply_to=_first(root, "reply-to")[1],
        return_path=_return_path(root) if sender is None else normal(sender),
        subject=shorten(root.header("subject"), LONGEST_SUBJECT),
        text=text,
        new_text=new_text,
        attachments=tuple(_attached(root)),
        message_id=message_id_of(root),
        references=tuple(dict.fromkeys(ids))[-MOST_REFERENCES:],
        recipients=_recipients(root, recipients),
        date=_date(root.header("date")),
        language=language_of(new_text) or language_of(f"{root.header('subject')} {text}"),
        root=root,
    )


def mailboxes(part: Part, *names: str) -> list[tuple[str, str]]:
    """Name and address of all whom the headers name."""
    found: list[tuple[str, str]] = []
    for name in names:
        for value in part.fields_named(name):
            # Some programs encode the whole header, address and all.
            found += addresses_in(value) or addresses_in(decoded(value))
    return found


def message_id_of(part: Part) -> str:
    """The name of a mail, in angle brackets; empty when it has none that can be used."""
    match = _ID.search(part.header("message-id"))
    return match[0] if match else ""


def _first(part: Part, *names: str) -> tuple[str, str]:
    return next(iter(mailboxes(part, *names)), ("", ""))


def _return_path(root: Part) -> str | None:
    value = root.header("return-path")
    if not value:
        return None
    return "" if "<>" in value.replace(" ", "") else _first(root, "return-path")[1] or None


def _recipients(root: Part, envelope: Sequence[str]) -> tuple[str, ...]:
    named = [email for _name, email in mailboxes(root, *_RECIPIENTS)]
    return tuple(dict.fromkeys([*filter(None, map(normal, envelope)), *named]))


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value[:200])
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except Exception:  # noqa: BLE001 (the library raises four kinds of errors, and some by mistake)
        return None


def _attached(part: Part) -> list[Attached]:
    if part.parts and not part.kind.startswith("message/"):
        is_choice = part.kind == "multipart/alternative"
        is_report = part.kind == "multipart/report"
        return [
            one
            for inner in part.parts
            if not _is_silent(inner, is_choice=is_choice, is_report=is_report)
            for one in _attached(inner)
        ]
    if is_text(part) or (not part.size and not _file_name(part)):
        return []
    disposition = part.header("content-disposition").lower()
    is_inline = not disposition.startswith("attachment") and bool(
        part.kind.startswith("image/") and (part.header("content-id") or disposition)
    )
    return [Attached(_name(part), part.kind, is_inline, part)]


def _is_silent(part: Part, *, is_choice: bool, is_report: bool) -> bool:
    """Whether a part is neither read nor a file: another form of the text, or a report's own."""
    if part.parts and not part.kind.startswith("message/"):
        return False
    if _file_name(part) or part.header("content-disposition").lower().startswith("attachment"):
        return False
    return is_report or (
        is_choice and part.kind.startswith("text/") and "calendar" not in part.kind
    )


def _file_name(part: Part) -> str:
    return part.parameter("filename", "content-disposition") or part.parameter("name")


def _name(part: Part) -> str:
    name = fold(decoded(_file_name(part)))
    if not name and part.kind.startswith("message/") and part.parts:
        name = f"{part.parts[0].header('subject')[:100].replace('/', '-') or 'message'}.eml"
    if not name:
        name = "file" + (guess_extension(part.kind.replace("/jpg", "/jpeg")) or "")
    name = tidy_name(name)
    return name if name.strip(". ") else "file"
