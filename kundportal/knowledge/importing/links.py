"""What a text points at: other pages of its source, files, the world, or nothing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from kundportal.knowledge.importing.documents import SCHEME, Attached, Remark
from kundportal.knowledge.importing.markup import outside_code

FILE_SCHEME = "kp-file:"
_DESTINATION = (
    r"\(\s*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*))"
    r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
)
_PICTURE = re.compile(r"!\[((?:[^\[\]\\]|\\.)*)\]" + _DESTINATION)
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]\\]|\\.|!\[[^\[\]]*\]\([^()]*\))*)\]" + _DESTINATION)
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]^\n][^\[\]\n]*)\]:\s+<?(\S+?)>?(?:\s+[\"'(].*)?$", re.M)
_BY_REFERENCE = re.compile(r"(!?)\[([^\[\]]+)\](?:\[([^\[\]]*)\])(?!\()")
_ALONE = re.compile(r":(?=[ \t]*\n\s*\ue010\s*(?:\n|\Z))")
_GONE = "\ue010"
_SPACED = re.compile(r"\]\(([^()<>\n\"']{1,300})\)")
_OURS = re.compile(r"/knowledge/\w{2}/\d+-")
_OUTSIDE = {"http", "https", "mailto", "tel"}


@dataclass
class Pointing:
    """Rewrites what one text points at. `page` and `file` say what stands at an address."""

    page: Callable[[str], str]  # the key of an article, "" where there is none
    file: Callable[[str], str]  # the path of a file, "" where there is none
    remarks: list[Remark]
    files: dict[str, Attached] = field(default_factory=dict)

    def rewritten(self, text: str) -> str:
        """The text with its links as `kp-article:KEY` and its files as `kp-file:PATH`."""
        text = outside_code(text, self._each)
        # What led up to a picture that is not there ends its sentence.
        return re.sub(rf"(?<!\n)\n{{2,}}{_GONE}\s*", "\n\n", _ALONE.sub(".", text)).replace(
            _GONE, ""
        )

    def _each(self, text: str) -> str:
        text = _SPACED.sub(_without_spaces, _inlined(text))
        text = _PICTURE.sub(self._picture, text)
        return _LINK.sub(self._link, text)

    def _picture(self, found: re.Match[str]) -> str:
        words, address = found[1], (found[2] or found[3] or "").strip()
        if path := self.file(address):
            return f"![{words}]({self._attached(path)})"
        if is_elsewhere(address):
            self.remarks.append(Remark("picture-elsewhere", address))
            return f"[{words or address.rpartition('/')[2] or address}](<{address}>)"
        self.remarks.append(Remark("picture-missing", address))
        return _GONE

    def _link(self, found: re.Match[str]) -> str:
        words, address = found[1], (found[2] or found[3] or "").strip()
        if _OURS.match(address) or address.startswith((SCHEME, FILE_SCHEME, "article:", "#")):
            return found[0]
        if key := self.page(address):
            anchor = address.partition("#")[2]
            return f"[{words}]({SCHEME}{quoted(key)}{'#' + quoted(anchor) if anchor else ''})"
        if scheme_of(address) in _OUTSIDE:
            return found[0]
        if path := self.file(address):
            return f"[{words}]({self._attached(path)})"
        is_film = address.lower().endswith((".mp4", ".webm", ".mov", ".m4v"))
        self.remarks.append(Remark("film-missing" if is_film else "link-nowhere", address))
        return _GONE if is_film else words

    def _attached(self, path: str) -> str:
        self.files.setdefault(path, Attached(path.rpartition("/")[2], path))
        return FILE_SCHEME + quoted(path)


def is_elsewhere(address: str) -> bool:
    """Whether it leads to another site."""
    return scheme_of(address) in {"http", "https"} or address.startswith("//")


def scheme_of(address: str) -> str:
    """The scheme of an address; whatever is no address has one that nobody knows."""
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return "?"


def quoted(text: str) -> str:
    """A key or path that can stand in a destination."""
    return re.sub(r"[\s()<>%#\"'\\]", lambda sign: f"%{ord(sign[0]):02X}", text)


def path_from(here: str, address: str) -> str:
    """Where an address leads, seen from the file `here`; "" when it leads out of the source."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    path = path.replace("\\", "/")
    joined = (
        path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(here), path)
    )
    normal = posixpath.normpath(joined) if joined else ""
    return "" if normal.startswith("..") or normal == "." else normal


def resolved(text: str, *, article: Callable[[str, str], str], file: Callable[[str], str]) -> str:
    """The text with real addresses in place of keys; what has none stays as words alone."""

    def link(found: re.Match[str]) -> str:
        words, address = found[1], found[2] or found[3] or ""
        if address.startswith(SCHEME):
            key, _sign, anchor = address.removeprefix(SCHEME).partition("#")
            there = article(unquote(key), anchor)
            return f"[{words}]({there})" if there else words
        if address.startswith(FILE_SCHEME):
            name = file(unquote(address.removeprefix(FILE_SCHEME)))
            return f"[{words}](file:{name})" if name else words
        return found[0]

    def picture(found: re.Match[str]) -> str:
        address = found[2] or found[3] or ""
        if not address.startswith(FILE_SCHEME):
            return found[0]
        name = file(unquote(address.removeprefix(FILE_SCHEME)))
        return f"![{found[1]}](file:{name})" if name else ""

    return outside_code(text, lambda part: _LINK.sub(link, _PICTURE.sub(picture, part)))


def _without_spaces(found: re.Match[str]) -> str:
    """A name with spaces in it, which many write and Markdown does not know."""
    address = found[1].strip()
    is_name = " " in address and "." in address.rpartition("/")[2]
    return f"](<{address}>)" if is_name else found[0]


def _inlined(text: str) -> str:
    """Links whose addresses stand apart from them, with the addresses in them."""
    addresses = {words.lower(): address for words, address in _DEFINITION.findall(text)}
    if not addresses:
        return text

    def with_address(found: re.Match[str]) -> str:
        address = addresses.get((found[3] or found[2]).lower())
        return f"{found[1]}[{found[2]}](<{address}>)" if address else found[0]

    return _BY_REFERENCE.sub(with_address, _DEFINITION.sub("", text))
