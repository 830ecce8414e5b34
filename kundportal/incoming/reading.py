"""What an incoming mail says, whatever is broken in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kundportal.incoming.mime import Part, split


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
    return Received(root=split(raw), return_path=sender, recipients=tuple(recipients))
