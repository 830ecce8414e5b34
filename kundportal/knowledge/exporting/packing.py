"""Writes an export into a folder, or as a zip file that is sent while it is made."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from io import RawIOBase
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from kundportal.knowledge.exporting.pages import Written

PIECE = 1024 * 1024


def write_folder(root: Path, files: Iterable[Written]) -> int:
    """Writes each file below the folder; says how many it was."""
    count = 0
    for one in files:
        count += 1
        path = root / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if one.kept is None:
            path.write_text(one.text, encoding="utf-8")
        else:
            with one.kept.file.open("rb") as kept, path.open("wb") as copy:
                shutil.copyfileobj(kept, copy, PIECE)
    return count


def zipped(files: Iterable[Written]) -> Iterator[bytes]:
    """A zip file in pieces, each made when it is asked for."""
    target = _Pieces()
    with ZipFile(target, "w") as archive:
        for one in files:
            if one.kept is None:
                archive.writestr(_info(one.path, ZIP_DEFLATED), one.text.encode())
            else:
                yield from _copy(archive, one, target)
            if target.size > PIECE:
                yield target.taken()
    yield target.taken()


def _copy(archive: ZipFile, one: Written, target: _Pieces) -> Iterator[bytes]:
    assert one.kept is not None
    with (
        one.kept.file.open("rb") as kept,
        archive.open(_info(one.path, ZIP_STORED), "w", force_zip64=True) as copy,
    ):
        while piece := kept.read(PIECE):
            copy.write(piece)
            yield target.taken()


def _info(path: str, packing: int) -> ZipInfo:
    info = ZipInfo(path, timezone.localtime().timetuple()[:6])
    info.compress_type, info.external_attr = packing, 0o644 << 16
    return info


class _Pieces(RawIOBase):
    """A file that can't be gone back in: what has been written is taken away."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        part = bytes(data)
        self._parts.append(part)
        self.size += len(part)
        return len(part)

    def taken(self) -> bytes:
        parts, self._parts, self.size = self._parts, [], 0
        return b"".join(parts)
