"""A mail taken apart into its parts, in bounded time and without ever raising.

The standard library's parser is not used for the whole, since what it does grows with the square
of how deep a mail is nested, and ends in errors for some that are broken. Here a part is a place in
the mail's bytes: nothing is copied or decoded before somebody asks for it.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from email.message import Message
from functools import cached_property
from typing import Any

from kundportal.incoming.parsing.decoding import (
    LONGEST_FIELD,
    from_base64,
    from_uu,
    line_of,
    text_of,
)  # fmt: skip
from kundportal.mail.letters import fold

DEEPEST = 15  # parts within parts; what is deeper stays whole
MOST_PARTS = 500
MOST_FIELDS = 2_000
MOST_HITS = 20_000  # places that might be a boundary
LONGEST_HEAD = 512_000
LONGEST_PARAMETERS = 2_500
_FIELD = re.compile(rb"([!-9;-~]{1,120})[ \t]*:")
_ENVELOPE = re.compile(rb">?From [^\n]*\n")
_BLANK = re.compile(rb"\n\r?\n")
_MARK = b"\xef\xbb\xbf"  # of UTF-8, as some editors write it above a text
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*")
_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|received|return-path|mime-version|content-[a-z-]+):",
    re.IGNORECASE,
)
_LOST_BOUNDARY = re.compile(rb"^--([!-~]{4,70})[ \t]*\r?\nContent-", re.MULTILINE | re.IGNORECASE)


@dataclass
class _Budget:
    decoded: int  # bytes of mails within mails that may still be decoded: as many as came
    parts: int = MOST_PARTS
    hits: int = MOST_HITS


@dataclass(frozen=True)
class Part:
    """A part of a mail, or the whole of it; its body is a place in the mail's bytes."""

    fields: tuple[tuple[str, bytes], ...]  # names in lower case
    raw: bytes = field(repr=False)
    start: int
    end: int
    kind: str = "text/plain"  # the content type
    parts: tuple[Part, ...] = ()

    @property
    def size(self) -> int:
        return self.end - self.start

    def body(self, most: int | None = None) -> bytes:
        """The body as it came, or its beginning."""
        return self.raw[self.start : self.end if most is None else min(self.end, self.start + most)]

    def header(self, name: str) -> str:
        """The first header of that name, on one line; empty when there is none."""
        name = name.lower()
        return next((line_of(value) for key, value in self.fields if key == name), "")

    def all(self, name: str) -> list[str]:
        name = name.lower()
        return [line_of(value) for key, value in self.fields if key == name]

    def fields_named(self, name: str) -> list[str]:
        """The headers of that name with their encoded words still encoded."""
        name = name.lower()
        return [text_of(value[:LONGEST_FIELD]) for key, value in self.fields if key == name]

    def parameter(self, name: str, header: str = "content-type") -> str:
        try:
            found = self._parameters.get((header, name), "")
            if isinstance(found, tuple):
                return text_of(found[2].encode("latin-1", "replace"), found[0] or "")
            return str(found)
        except Exception:  # noqa: BLE001 (whatever the library stumbles over)
            return ""

    @cached_property
    def _parameters(self) -> dict[tuple[str, str], Any]:
        """Read once, since the library takes its time."""
        found: dict[tuple[str, str], Any] = {}
        for header in ("content-type", "content-disposition"):
            for name, value in _pairs("".join(self.fields_named(header)[:1])):
                found.setdefault((header, name.lower()), value)
        return found

    @cached_property
    def encoding(self) -> str:
        return self.header("content-transfer-encoding").lower().strip(" ;\"'")

    def content(self, most: int | None = None) -> bytes:
        """The body, or its beginning, without its transfer encoding."""
        body = self.body(most)
        if self.encoding == "base64":
            return from_base64(body)
        if self.encoding == "quoted-printable":
            return binascii.a2b_qp(body)
        if self.encoding in {"x-uuencode", "uuencode", "uue", "x-uue"}:
            return from_uu(body)
        return body

    def text(self, most: int | None = None) -> str:
        """The body, or its beginning, as text with lines that end alike."""
        found = text_of(self.content(most), self.parameter("charset"))
        return found.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")

    def walk(self) -> list[Part]:
        """The part and all within it, in the order of the mail."""
        return [self, *(inner for part in self.parts for inner in part.walk())]


def split(raw: bytes) -> Part:
    """Takes a mail apart."""
    raw = bytes(raw)
    match = _BEFORE.match(raw)
    said = match.end() if match else 0
    start = max(raw.rfind(b"\n", 0, said), raw.rfind(b"\r", 0, said)) + 1
    start = start or (3 if raw.startswith(_MARK) else 0)
    if b"\n" not in raw[:LONGEST_HEAD] and b"\r" in raw[:LONGEST_HEAD]:
        raw = raw.replace(b"\r", b"\n")
    return _part(raw, start, len(raw), 0, _Budget(len(raw)), "text/plain")


def fields_of(raw: bytes, start: int = 0, end: int | None = None) -> tuple[list[list[bytes]], int]:
    """The headers that begin at `start`, and where the body begins."""
    end = len(raw) if end is None else end
    found: list[list[bytes]] = []
    at = start
    while at < end:
        if at - start > LONGEST_HEAD:
            blank = _BLANK.search(raw, at, end)
            return found, blank.end() if blank else end
        line_end = raw.find(b"\n", at, end)
        after = end if line_end < 0 else line_end + 1
        line = raw[at : min(after, at + LONGEST_FIELD)].rstrip(b"\r\n")
        if not line.strip() and (not line or not found):
            return found, after
        if line[:1] in (b" ", b"\t") and found:
            found[-1].append(line)
        elif match := _FIELD.match(line):
            if len(found) < MOST_FIELDS:
                found.append([match[1].lower(), line[match.end() :]])
        elif not (at == start and _ENVELOPE.match(raw, at, end)) and not (
            found and _KNOWN.match(raw, after, min(end, after + 40))
        ):
            return found, at  # a line that is no header: the body has begun
        at = after
    return found, end


def _part(raw: bytes, start: int, end: int, depth: int, budget: _Budget, default: str) -> Part:
    found, body = fields_of(raw, start, end)
    fields = tuple((lines[0].decode("ascii"), b" ".join(lines[1:]).strip()) for lines in found)
    kind = _kind(fields, default)
    leaf = Part(fields, raw, body, end, kind)
    if depth >= DEEPEST:
        return leaf
    if kind.startswith("multipart/"):
        inner_default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        parts = tuple(
            _part(raw, one, two, depth + 1, budget, inner_default)
            for one, two in _places(leaf, budget)
        )
        return Part(fields, raw, body, end, kind if parts else "text/plain", parts)
    if kind in {"message/rfc822", "message/global", "message/news"} and budget.parts > 0:
        budget.parts -= 1
        inner = raw
        if leaf.encoding in {"base64", "quoted-printable"} and leaf.size <= budget.decoded:
            budget.decoded -= leaf.size
            inner = leaf.content()
        place = (0, len(inner)) if inner is not raw else (body, end)
        return Part(fields, raw, body, end, kind, (_part(inner, *place, depth + 1, budget, ""),))
    return leaf


def _pairs(value: str) -> list[tuple[str, Any]]:
    try:
        one = Message()
        one["content-type"] = fold(value)[:LONGEST_PARAMETERS]
        return one.get_params([])
    except Exception:  # noqa: BLE001 (whatever the library stumbles over)
        return []


def _kind(fields: tuple[tuple[str, bytes], ...], default: str) -> str:
    found = next((value for name, value in fields if name == "content-type"), b"")
    kind = found.partition(b";")[0].strip().lower()[:100].decode("ascii", "replace")
    kind = "".join(kind.split())
    if kind.count("/") != 1 or kind.startswith("/") or kind.endswith("/"):
        return "text/plain" if kind else default or "text/plain"
    return kind


def _places(whole: Part, budget: _Budget) -> list[tuple[int, int]]:
    """Where the parts of a multipart begin and end."""
    boundary = whole.parameter("boundary").encode("utf-8", "replace").rstrip()
    found = _between(whole, boundary, budget) if 0 < len(boundary) <= 200 else []
    if not found and (lost := _LOST_BOUNDARY.search(whole.body(LONGEST_HEAD))):
        found = _between(whole, lost[1], budget)
    return found


def _between(whole: Part, boundary: bytes, budget: _Budget) -> list[tuple[int, int]]:
    raw, sign = whole.raw, b"--" + boundary
    found: list[tuple[int, int]] = []
    begun, at = None, whole.start
    while budget.parts > 0 and budget.hits > 0:
        hit = raw.find(sign, at, whole.end)
        if hit < 0:
            break
        budget.hits -= 1
        at = hit + len(sign)
        if hit > whole.start and raw[hit - 1 : hit] != b"\n":
            continue
        line_end = raw.find(b"\n", at, whole.end)
        rest = raw[at : min(whole.end if line_end < 0 else line_end, at + 200)].strip()
        if rest not in (b"", b"--"):
            continue
        if begun is not None:
            budget.parts -= 1
            found.append((begun, _without_line_end(raw, begun, hit)))
        at = begun = whole.end if line_end < 0 else line_end + 1
        if rest == b"--":
            return found
    if begun is not None and begun < whole.end:
        budget.parts -= 1
        found.append((begun, whole.end))
    return found


def _without_line_end(raw: bytes, start: int, end: int) -> int:
    end -= 1 if end > start and raw[end - 1 : end] == b"\n" else 0
    return end - (1 if end > start and raw[end - 1 : end] == b"\r" else 0)
