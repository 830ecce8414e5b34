"""What the JSON exports of Zendesk Guide and Freshdesk Solutions have in common."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.text import slugify

from kundportal.knowledge.importing import links
from kundportal.knowledge.importing.documents import (
    LONGEST_LEAD,
    LONGEST_TITLE,
    Document,
    Entry,
    Place,
    Remark,
    Unreadable,
    Unusable,
    kept,
    language_of,
)
from kundportal.knowledge.importing.html import to_markdown
from kundportal.knowledge.importing.sorting import checked
from kundportal.knowledge.importing.trees import MOST_TEXT, Tree, text_of

MOST_JSON = 96 * 1024**2
DEEPEST = 20
Json = dict[str, Any]


@dataclass
class Shelf:
    """A category or folder of an export."""

    id: str
    parent: str
    place: Place
    audience: str = "everyone"
    organisations: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


@dataclass
class Item:
    """An article of an export in one language."""

    id: str
    shelf: str
    language: str  # as the export says it
    title: str
    html: str
    original: str = ""
    lead: str = ""
    labels: list[str] = field(default_factory=list)
    is_published: bool = True
    audience: str = ""
    organisations: list[str] = field(default_factory=list)
    position: int = 0
    remarks: list[Remark] = field(default_factory=list)
    path: str = ""


class ExportSource:
    """Articles of an export. `system` names it; `article_at` finds the number in an address."""

    system = ""
    article_at: re.Pattern[str]

    def __init__(self, tree: Tree, records: list[Json], *, language: str) -> None:
        self.tree, self.name, self.language = tree, tree.name, language
        self.places: dict[tuple[str, ...], Place] = {}
        self._shelves: dict[str, Shelf] = {}
        self._items: dict[tuple[str, str], Item] = {}
        self._files = {name.rpartition("/")[2].lower(): name for name in tree.names()}
        self.gather(records)
        self._slugs = self._slugs_of_shelves()
        entries = [self._entry(item) for item in self.items()]
        self.entries = checked(entries, language)
        self.entries += [Entry(path, problem=remark) for path, remark in tree.problems]

    def gather(self, records: list[Json]) -> None:
        """Notes what is in the export."""
        raise NotImplementedError

    def items(self) -> Iterator[Item]:
        """Each article in each of its languages."""
        raise NotImplementedError

    def _slugs_of_shelves(self) -> dict[str, str]:
        """A name for each shelf that no sibling has."""
        slugs: dict[str, str] = {}
        taken: set[tuple[str, str]] = set()
        for shelf in sorted(self._shelves.values(), key=lambda one: (len(one.id), one.id)):
            name = next(iter(shelf.place.names.values()), "")
            slug = slugify(name)[:60] or shelf.id
            if (shelf.parent, slug) in taken:
                slug = f"{slug}-{shelf.id}"
            taken.add((shelf.parent, slug))
            slugs[shelf.id] = slug
        return slugs

    def _folder(self, shelf_id: str) -> tuple[str, ...]:
        """From the outermost to the one itself. Raises Unreadable when it runs in a circle."""
        way: list[str] = []
        while shelf_id in self._shelves:
            if shelf_id in way or len(way) > DEEPEST:
                raise Unreadable("category-circle")
            way.append(shelf_id)
            shelf_id = self._shelves[shelf_id].parent
        way.reverse()
        for depth, one in enumerate(way):
            folder = tuple(self._slugs[x] for x in way[: depth + 1])
            self.places.setdefault(folder, self._shelves[one].place)
        return tuple(self._slugs[one] for one in way)

    def _entry(self, item: Item) -> Entry:
        path = item.path or f"{self.system} {item.id}"
        entry = Entry(f"{path} ({item.language})" if item.language else path)
        entry.key = f"{self.system}/{item.id}"
        entry.title, entry.position = " ".join(item.title.split()), item.position
        entry.language = language_of(item.language) if item.language else self.language
        entry.original = language_of(item.original)
        try:
            if not item.id or not entry.title:
                raise Unreadable("wrong-shape", "title")
            if not entry.language:
                raise Unreadable("unknown-language", item.language)
            if len(entry.title) > LONGEST_TITLE:
                raise Unreadable("title-too-long", str(LONGEST_TITLE))
            entry.folder = self._folder(item.shelf)
        except Unreadable as fault:
            entry.title, entry.problem = entry.title[:LONGEST_TITLE], fault.remark
        self._items.setdefault((entry.key, entry.language), item)
        return entry

    def read(self, entry: Entry) -> Document:
        item = self._items[entry.key, entry.language]
        shelf = self._shelves.get(item.shelf)
        remarks = [*item.remarks, *(shelf.remarks if shelf else [])]
        if len(item.html) > MOST_TEXT:
            raise Unreadable("too-large", str(MOST_TEXT // 1024**2))
        pointing = links.Pointing(self._page_at, self._file_at, remarks)
        text = pointing.rewritten(to_markdown(item.html, remarks) + "\n").strip()
        audience = item.audience or (shelf.audience if shelf else "everyone")
        return Document(
            entry, entry.title, text, lead=" ".join(item.lead.split())[:LONGEST_LEAD],
            phrasings=list(dict.fromkeys(item.labels)), is_published=item.is_published,
            audience=audience,
            organisations=item.organisations or (shelf.organisations if shelf else []),
            files=list(pointing.files.values()), remarks=remarks,
        )  # fmt: skip

    def _page_at(self, address: str) -> str:
        found = self.article_at.search(address)
        key = f"{self.system}/{found[1]}" if found else ""
        return key if any((key, code) in self._items for code in _CODES) else ""

    def _file_at(self, address: str) -> str:
        """A file that lies in the same zip, by its name."""
        return self._files.get(links.path_from("", address).rpartition("/")[2].lower(), "")

    def open(self, path: str) -> IO[bytes]:
        return self.tree.open(path)


_CODES = ("sv", "en", "nb", "da", "de")


def records_of(tree: Tree) -> list[Json]:
    """All JSON of a tree as one list of objects. Raises Unusable where none can be read."""
    found: list[Json] = []
    names = sorted(one for one in tree.names() if one.lower().endswith(".json"))
    if sum(tree.size(name) for name in names) > MOST_JSON:
        raise Unusable("too-large", str(MOST_JSON // 1024**2))
    for name in names:
        try:
            read = json.loads(text_of(tree, name, MOST_JSON))
        except Unreadable as fault:
            tree.problems.append((name, fault.remark))
        except (ValueError, RecursionError):
            tree.problems.append((name, Remark("bad-json")))
        else:
            found += [one for one in (read if isinstance(read, list) else [read])
                      if isinstance(one, dict)]  # fmt: skip
    if not found:
        raise Unusable(tree.problems[0][1].code if tree.problems else "nothing-in-it")
    return found


def objects(value: Any) -> list[Json]:
    """The objects in a list, whatever else is there."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(record: Json, name: str) -> str:
    value = record.get(name)
    return kept(value) if isinstance(value, str) else ""


def key(record: Json, name: str = "id") -> str:
    """A number or a word that names something."""
    value = record.get(name)
    is_key = isinstance(value, int | str) and not isinstance(value, bool)
    return kept(str(value)[:100]) if is_key else ""


def number(record: Json, name: str) -> int:
    value = record.get(name)
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return min(max(value or 0, 0), 1_000_000) if is_number else 0


def words(value: Any) -> list[str]:
    """Labels, whether they are a list of words, of objects with a name, or a line with commas."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return []
    said = [one.get("name") if isinstance(one, dict) else one for one in value]
    lines = [" ".join(kept(one).split())[:200] for one in said if isinstance(one, str)]
    return [line for line in lines if line][:50]
