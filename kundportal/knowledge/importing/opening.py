"""Tells which kind of source a folder or file is, and opens it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO

from kundportal.knowledge.importing.documents import Remark, Source, Unusable
from kundportal.knowledge.importing.exports import Json, objects, records_of
from kundportal.knowledge.importing.freshdesk import FreshdeskSource
from kundportal.knowledge.importing.pages import PAGES, PagesSource
from kundportal.knowledge.importing.trees import FolderTree, Tree, ZipTree
from kundportal.knowledge.importing.zendesk import ZendeskSource


class OneFile:
    """A single file, as a tree in which nothing else is."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self.name, self._whole = Path(name).stem, name
        self.problems: list[tuple[str, Remark]] = []
        self._content = file

    def names(self) -> Iterable[str]:
        return [self._whole]

    def size(self, name: str) -> int:
        return self._content.seek(0, 2)

    def open(self, name: str) -> IO[bytes]:
        self._content.seek(0)
        return BytesIO(self._content.read())


@contextmanager
def opened(path: Path, *, language: str) -> Iterator[Source]:
    """The source at a path. Raises Unusable."""
    if path.is_dir():
        yield source_of(FolderTree(path), language=language)
    elif path.is_file():
        with path.open("rb") as file:
            yield source_in(file, path.name, language=language)
    else:
        raise Unusable("not-there")


def source_in(file: IO[bytes], name: str, *, language: str) -> Source:
    """The source in a file, told by how it begins. Raises Unusable."""
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    if not head:
        raise Unusable("empty")
    if head[:2] == b"PK":
        return source_of(ZipTree(file, name), language=language)
    if name.lower().endswith((".json", *PAGES)):
        return source_of(OneFile(file, name), language=language)
    raise Unusable("unknown-kind")


def source_of(tree: Tree, *, language: str) -> Source:
    names = list(tree.names())
    if any(name.lower().endswith(PAGES) for name in names):
        return PagesSource(tree, language=language)
    if not any(name.lower().endswith(".json") for name in names):
        if tree.problems:
            raise Unusable(tree.problems[0][1].code, tree.problems[0][0])
        raise Unusable("nothing-in-it")
    records = records_of(tree)
    if any(_is_zendesk(record) for record in records):
        return ZendeskSource(tree, records, language=language)
    if any(_is_freshdesk(record) for record in records):
        return FreshdeskSource(tree, records, language=language)
    raise Unusable("wrong-shape")


def _is_zendesk(record: Json) -> bool:
    articles = [record, *objects(record.get("articles"))[:5]]
    return "sections" in record or any("section_id" in one for one in articles)


def _is_freshdesk(record: Json) -> bool:
    if any(name in record for name in ("category", "solution_category", "folders", "visibility")):
        return True
    nested = objects(record.get("categories"))[:5]
    articles = [record, *objects(record.get("articles"))[:5]]
    return any("folders" in one or "category" in one for one in nested) or any(
        "folder_id" in one for one in articles
    )
