"""What every reader gives: entries, and the documents that are read from them."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Protocol
from uuid import UUID

LONGEST_TITLE, LONGEST_LEAD, LONGEST_KEY = 200, 400, 240
# Texts point at other articles of their source by this scheme, until their addresses are known.
SCHEME = "kp-article:"
# What our own export says of itself: its texts are taken as they are.
FORMAT = "kundportal-1"
LANGUAGES = {
    "sv": "sv", "sv-se": "sv", "sv-fi": "sv", "en": "en", "en-us": "en", "en-gb": "en",
    "en-ie": "en", "en-au": "en", "en-ca": "en", "nb": "nb", "nb-no": "nb", "no": "nb",
    "no-no": "nb", "da": "da", "da-dk": "da", "de": "de", "de-de": "de", "de-at": "de",
    "de-ch": "de",
}  # fmt: skip


# Signs that no database takes: nothing at all, and halves, where another system has cut a text.
_UNKEPT = re.compile("[\0\ud800-\udfff]")


def kept(text: str) -> str:
    """The text without them."""
    return _UNKEPT.sub("", text)


def language_of(code: str) -> str:
    """Our code of a language, "" for one that the portal does not have."""
    return LANGUAGES.get(code.strip().lower().replace("_", "-"), "")


@dataclass(frozen=True)
class Remark:
    """Something that was met: a code with its words in `words.py`, and what it is about."""

    code: str
    detail: str = ""

    def as_json(self) -> list[str]:
        return [self.code, self.detail[:300]]


class Unreadable(Exception):
    """One text can't be taken; the others can."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.remark = Remark(code, detail)


class Unusable(Exception):
    """Nothing of the source can be taken."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.remark = Remark(code, detail)


@dataclass
class Entry:
    """A text of the source in one language, known before it is read as a whole."""

    path: str
    key: str = ""
    language: str = ""
    title: str = ""
    folder: tuple[str, ...] = ()
    position: int = 0
    original: str = ""  # the language that the article was first written in
    is_path: bool = False  # whether the key is but where it lies
    id: UUID | None = None  # of the article that it was taken out from
    problem: Remark | None = None


@dataclass
class Place:
    """A category of the source."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    position: int = 0
    key: str = ""
    product: str = ""


@dataclass(frozen=True)
class Attached:
    """A file of the source that the text shows, under the name that the text says."""

    name: str
    path: str


@dataclass
class Document:
    """A text as it is to stand in the portal, links to its siblings excepted."""

    entry: Entry
    title: str
    text: str
    lead: str = ""
    phrasings: list[str] = field(default_factory=list)
    is_published: bool = True
    audience: str = "everyone"
    organisations: list[str] = field(default_factory=list)
    review_by: date | None = None
    owner: str = ""
    fingerprint: str = ""  # of the text that an export was made from
    files: list[Attached] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def phrasing_lines(self) -> str:
        return "\n".join(self.phrasings)


class Source(Protocol):
    """What is imported. `entries` has all of it in the order in which it is taken."""

    name: str
    entries: list[Entry]
    places: dict[tuple[str, ...], Place]

    def read(self, entry: Entry) -> Document:
        """The whole text. Raises Unreadable."""

    def open(self, path: str) -> IO[bytes]:
        """A file that a document shows."""


def digest(*parts: object) -> str:
    """The same for the same, whatever it is made of."""
    raw = json.dumps(parts, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()


def fingerprint_of(title: str, lead: str, text: str, phrasings: str) -> str:
    """Tells whether a text is still the one that was written or taken out."""
    return digest(title, lead, *(_lines(one) for one in (text, phrasings)))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
