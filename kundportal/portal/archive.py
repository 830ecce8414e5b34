"""Writes an extract as a zip file: `data.json`, `index.html` and the files of the person.

One entry at a time is held in memory, whatever their number.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.core.files.storage import default_storage
from django.template import engines
from django.utils import timezone

from kundportal.lib.extracts import Copy, Entry, Fact, Part, Value

FORMAT = "kundportal-extract-1"
PIECE = 1024 * 1024


@dataclass(frozen=True)
class About:
    """Whose data it is, and when it was gathered."""

    name: str
    email: str
    made_at: datetime


def write_archive(target: IO[bytes], about: About, parts: Iterable[Part], *, scratch: Path) -> None:
    """Writes to `target`; what is needed meanwhile lies in the folder `scratch`."""
    with (
        ZipFile(target, "w") as archive,
        TemporaryFile(dir=scratch) as page,
        TemporaryFile(dir=scratch) as copies,
    ):
        with archive.open(_named("data.json", about), "w", force_zip64=True) as data:
            told = _Told(data, copies)
            for text in _page(about, told.parts(about, parts)):
                page.write(text.encode())
        page.seek(0)
        with archive.open(_named("index.html", about), "w", force_zip64=True) as shown:
            shutil.copyfileobj(page, shown, PIECE)
        copies.seek(0)
        for line in copies:
            _put(archive, Copy(*json.loads(line)), about)


def _page(about: About, parts: Iterator[Part]) -> Iterator[str]:
    engine: Any = engines["jinja2"]
    template = engine.env.get_template("portal/extract/index.html")
    text: Iterator[str] = template.generate({"about": about, "parts": parts, "say": _words})
    return text


class _Told:
    """Hands on what is read while it writes the same as JSON, so that all is read once."""

    def __init__(self, data: IO[bytes], copies: IO[bytes]) -> None:
        self.data, self.copies = data, copies

    def parts(self, about: About, parts: Iterable[Part]) -> Iterator[Part]:
        head = {
            "format": FORMAT,
            "portal": settings.PORTAL_NAME,
            "person": about.email,
            "made_at": as_json(about.made_at),
        }
        self._write(json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}"))
        for part in parts:
            self._write(f",\n {json.dumps(part.name)}: [")
            yield Part(part.name, part.title, self._entries(part.entries), part.about)
            self._write("\n ]")
        self._write("\n}\n")

    def _entries(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        before = "\n"
        for read in entries:
            entry = _whole(read)
            self._write(f"{before}  {json.dumps(fields_of(entry), ensure_ascii=False)}")
            if entry.copy:
                line = json.dumps([entry.copy.stored, entry.copy.path])
                self.copies.write(f"{line}\n".encode())
            yield entry
            before = ",\n"

    def _write(self, text: str) -> None:
        self.data.write(text.encode())


def _whole(entry: Entry) -> Entry:
    """The entry with what belongs to it read, so that it can be written twice."""
    parts = [
        Part(part.name, part.title, [_whole(one) for one in part.entries], part.about)
        for part in entry.parts
    ]
    return Entry(entry.title, entry.facts, parts, entry.copy)


def fields_of(entry: Entry) -> dict[str, Any]:
    fields: dict[str, Any] = {fact.name: as_json(fact.value) for fact in entry.facts}
    for part in entry.parts:
        fields[part.name] = [fields_of(one) for one in part.entries]
    return fields


def as_json(value: Value) -> str | int | bool | None:
    """Moments in UTC, days as they are: both as ISO 8601 says."""
    if isinstance(value, datetime):
        return value.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def _words(fact: Fact) -> Value:
    """What the page says of a fact; dates are left to the page."""
    return fact.words or fact.value


def _named(name: str, about: About, *, packed: bool = True) -> ZipInfo:
    info = ZipInfo(name, timezone.localtime(about.made_at).timetuple()[:6])
    info.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
    info.external_attr = 0o600 << 16
    return info


def _put(archive: ZipFile, copy: Copy, about: About) -> None:
    # Pictures and documents are packed already.
    info = _named(copy.path, about, packed=False)
    with (
        default_storage.open(copy.stored) as kept,
        archive.open(info, "w", force_zip64=True) as put,
    ):
        shutil.copyfileobj(kept, put, PIECE)
