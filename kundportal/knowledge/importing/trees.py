"""Folders and zip files, read alike: names with "/" in them, and never more than is bearable.

A name that leads out of the tree, a symbolic link and what is locked are left out and told of.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

from django.utils.text import slugify

from kundportal.knowledge.importing.documents import Remark, Unreadable, Unusable

MOST_FILES = 100_000
MOST_BYTES = 4 * 1024**3
MOST_TEXT = 2 * 1024**2
DAMAGED = (OSError, RuntimeError, ValueError, NotImplementedError, EOFError, zipfile.BadZipFile,
           zlib.error)  # fmt: skip
_UNSEEN = {"__MACOSX", "node_modules", "Thumbs.db", "desktop.ini"}
_ENCRYPTED = 0x1


class Tree(Protocol):
    name: str
    problems: list[tuple[str, Remark]]

    def names(self) -> Iterable[str]: ...

    def size(self, name: str) -> int: ...

    def open(self, name: str) -> IO[bytes]: ...


class FolderTree:
    """A folder on this machine. Links are not followed."""

    def __init__(self, root: Path) -> None:
        self.name = root.resolve().name
        self.problems: list[tuple[str, Remark]] = []
        self._paths: dict[str, Path] = {}
        for folder, below, files in os.walk(root):
            here = Path(folder)
            below[:] = sorted(one for one in below if not _is_hidden(one))
            for one in [*below, *sorted(files)]:
                if not _is_hidden(one):
                    self._note(root, here / one)
        _check_count(len(self._paths))

    def _note(self, root: Path, path: Path) -> None:
        name = _composed(path.relative_to(root).as_posix())
        if path.is_symlink():
            self.problems.append((name, Remark("link-not-followed")))
        elif path.is_file():
            self._paths[name] = path

    def names(self) -> Iterable[str]:
        return self._paths

    def size(self, name: str) -> int:
        return self._paths[name].stat().st_size

    def open(self, name: str) -> IO[bytes]:
        return self._paths[name].open("rb")


class ZipTree:
    """A zip file, of which one member at a time is read."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self.name = Path(name).stem
        self.problems: list[tuple[str, Remark]] = []
        self._infos: dict[str, zipfile.ZipInfo] = {}
        try:
            self._zip = zipfile.ZipFile(file)
        except DAMAGED:
            raise Unusable("not-a-zip") from None
        infos = self._zip.infolist()
        _check_count(len(infos))
        if sum(info.file_size for info in infos) > MOST_BYTES:
            raise Unusable("too-much")
        for info in infos:
            self._note(info)
        self._leave_out_the_outermost()

    def _note(self, info: zipfile.ZipInfo) -> None:
        name = _composed(_decoded(info).replace("\\", "/"))
        if info.is_dir() or name.endswith("/") or any(_is_hidden(one) for one in name.split("/")):
            return
        problem = _problem_of(info, name)
        if problem is None and name in self._infos:
            problem = "doubled-name"
        if problem:
            self.problems.append((name, Remark(problem)))
        else:
            self._infos[name] = info

    def _leave_out_the_outermost(self) -> None:
        """Programs pack a folder with its own name outermost; that is no category."""
        tops = {name.split("/")[0] for name in self._infos if "/" in name}
        if len(tops) != 1 or any("/" not in name for name in self._infos):
            return
        top = tops.pop()
        if slugify(self.name).startswith(slugify(top)) or slugify(top).startswith(
            slugify(self.name) or "-"
        ):
            self._infos = {name[len(top) + 1 :]: info for name, info in self._infos.items()}

    def names(self) -> Iterable[str]:
        return self._infos

    def size(self, name: str) -> int:
        return self._infos[name].file_size

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(self._infos[name])


def text_of(tree: Tree, name: str, most: int = MOST_TEXT) -> str:
    """A text in UTF-8, with line ends and letters as we write them. Raises Unreadable."""
    if tree.size(name) > most:
        raise Unreadable("too-large", str(most // 1024**2))
    try:
        with tree.open(name) as file:
            raw = file.read(most + 1)
    except DAMAGED:
        raise Unreadable("damaged") from None
    if not raw.strip():
        raise Unreadable("empty")
    with suppress(UnicodeDecodeError):
        text = raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
        if "\0" not in text:
            return _composed(text.replace("\r\n", "\n").replace("\r", "\n"))
    raise Unreadable("not-utf8")


def _composed(text: str) -> str:
    """Letters with their dots in one piece: macOS takes "ö" apart in names of files."""
    return unicodedata.normalize("NFC", text)


def _decoded(info: zipfile.ZipInfo) -> str:
    """Some programs write UTF-8 without saying so."""
    with suppress(UnicodeError):
        if not info.flag_bits & 0x800:
            return info.filename.encode("cp437").decode("utf-8")
    return info.filename


def _problem_of(info: zipfile.ZipInfo, name: str) -> str:
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name) or "\0" in name:
        return "path-outside"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "link-not-followed"
    return "locked" if info.flag_bits & _ENCRYPTED else ""


def _is_hidden(name: str) -> bool:
    return (name.startswith(".") and name not in {".", ".."}) or name in _UNSEEN


def _check_count(count: int) -> None:
    if count > MOST_FILES:
        raise Unusable("too-many", str(MOST_FILES))
