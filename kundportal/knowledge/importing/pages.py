"""A folder or zip of Markdown pages with front matter."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO

from kundportal.knowledge.importing import front_matter, links, markup
from kundportal.knowledge.importing.documents import (
    LONGEST_KEY,
    LONGEST_LEAD,
    LONGEST_TITLE,
    Document,
    Entry,
    Place,
    Remark,
    Unreadable,
    language_of,
)
from kundportal.knowledge.importing.front_matter import Front
from kundportal.knowledge.importing.sorting import checked
from kundportal.knowledge.importing.trees import Tree, text_of

ARCHIVES = (".zip", ".tar", ".tgz", ".gz", ".7z", ".rar")
PAGES = (".md", ".markdown", ".mdown")
_CRUMB = " / "
_LAST = 1_000_000


@dataclass
class Page:
    """What is kept of a page between the first look and the reading."""

    entry: Entry
    crumbs: list[str] = field(default_factory=list)
    next: str = ""
    weight: int | None = None


class PagesSource:
    """Pages in folders; each folder is a category."""

    def __init__(self, tree: Tree, *, language: str) -> None:
        self.tree, self.name, self.language = tree, tree.name, language
        self.places: dict[tuple[str, ...], Place] = {}
        self._names = set(tree.names())
        self._keys: dict[str, str] = {}  # path of a page without its ending → key of the article
        self._tops = {name.split("/")[0] for name in self._names if "/" in name and _is_page(name)}
        pages = [self._look(name) for name in sorted(self._names) if _is_page(name)]
        found = [page for page in pages if page]
        self._name_places(found)
        self._order(found)
        self.entries = checked([page.entry for page in found], language)
        self.entries += [Entry(path, problem=remark) for path, remark in tree.problems]
        self.entries += [
            Entry(name, problem=Remark("archive-inside"))
            for name in sorted(self._names) if name.lower().endswith(ARCHIVES)
        ]  # fmt: skip

    def _look(self, path: str) -> Page | None:
        """What a page says of itself; the page of a folder tells of its category."""
        entry = Entry(path)
        page = Page(entry)
        stem, language = self._language_and_stem(path)
        entry.folder, entry.key = tuple(stem.split("/")[:-1]), stem
        try:
            front = front_matter.read(text_of(self.tree, path))
            entry.language = self._language(front, language)
            entry.original = language_of(front.text("original"))
            if stem.rpartition("/")[2].lower() == "_index":
                self._note_place(entry.folder, front, entry.language)
                if not front.body.strip():
                    return None
            entry.key = front.text("key")[:LONGEST_KEY] or stem
            entry.is_path, entry.id = not front.text("key"), front.id
            self._keys[stem] = self._keys[_without_end(path)] = entry.key
            page.crumbs, entry.title = self._title(front, entry, stem)
            page.next, page.weight = front.text("next"), front.position
        except Unreadable as fault:
            entry.problem = fault.remark
        return page

    def _language_and_stem(self, path: str) -> tuple[str, str]:
        """`en/betyg/skalor.md` and `betyg/skalor.en.md` are the same page in English."""
        stem, language = _without_end(path), ""
        before, dot, last = stem.rpartition(".")
        if dot and "/" not in last and language_of(last):
            stem, language = before, language_of(last)
        top, _slash, rest = stem.partition("/")
        if rest and language_of(top) and all(language_of(one) for one in self._tops):
            stem, language = rest, language or language_of(top)
        return stem, language

    def _language(self, front: Front, language: str) -> str:
        said = front.text("language")
        if said and not language_of(said):
            raise Unreadable("unknown-language", said)
        return language_of(said) or language or self.language

    def _title(self, front: Front, entry: Entry, stem: str) -> tuple[list[str], str]:
        said = front.text("title")
        if front.is_ours and said:
            return [], said[:LONGEST_TITLE]
        heading, _body = markup.title_in(front.body, entry.language)
        crumbs = said.split(_CRUMB)
        title = (heading or crumbs[-1]) if len(crumbs) > 1 else said or heading
        if not title:
            title = stem.rpartition("/")[2].replace("-", " ").replace("_", " ").strip()
            title = title[:1].upper() + title[1:]
        if len(title) > LONGEST_TITLE:
            raise Unreadable("title-too-long", str(LONGEST_TITLE))
        return crumbs[:-1], title

    def _note_place(self, folder: tuple[str, ...], front: Front, language: str) -> None:
        place = self.places.setdefault(folder, Place())
        if title := front.text("title"):
            place.names[language] = title[:80]
        if about := front.text("lead"):
            place.descriptions[language] = about[:LONGEST_LEAD]
        place.key = front.text("key")[:80] or place.key
        place.product = front.text("product") or place.product
        place.position = place.position if front.position is None else front.position

    def _name_places(self, pages: list[Page]) -> None:
        """A folder without a page of its own is called what its pages say that they stand in."""
        said: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for page in pages:
            folder = page.entry.folder
            for depth in range(len(folder)):
                self.places.setdefault(folder[: depth + 1], Place())
            if folder and not page.entry.problem:
                said[folder][page.crumbs[-1] if page.crumbs else ""] += 1
        for folder, place in self.places.items():
            if place.names or not folder:
                continue
            name, _count = said[folder].most_common(1)[0] if said[folder] else ("", 0)
            words = folder[-1].replace("-", " ").replace("_", " ").strip()
            place.names[self.language] = (name or words[:1].upper() + words[1:])[:80]

    def _order(self, pages: list[Page]) -> None:
        """By what the pages say, else along the way from each to the next, else by their names."""
        by_stem = {_without_end(page.entry.path): page for page in pages}
        ahead: dict[str, Page] = {}
        for page in pages:
            there = by_stem.get(self._page_at(page.entry.path, page.next)) if page.next else None
            if there:
                ahead[page.entry.path] = there
        led_to = {page.entry.path for page in ahead.values()}
        number = 0
        for first in pages:
            if first.entry.path in ahead and first.entry.path not in led_to:
                one: Page | None = first
                while one is not None and one.weight is None:
                    number += 1
                    one.weight, one = number, ahead.get(one.entry.path)
        for page in pages:
            page.entry.position = _LAST if page.weight is None else page.weight
        for folder, place in self.places.items():
            inside = [p.entry.position for p in pages if p.entry.folder[: len(folder)] == folder]
            place.position = place.position or min(inside, default=0)

    def _page_at(self, here: str, address: str) -> str:
        """The path, without its ending, of the page at an address; "" where there is none."""
        path = "" if links.is_elsewhere(address) else links.path_from(here, address)
        if not path:
            return ""
        stem = _without_end(path, also=(".html", ".htm"))
        beside = posixpath.join(posixpath.dirname(here), stem)
        tried = [stem, f"{stem}/index", f"{stem}/_index", beside]
        if address.startswith("/"):  # the site may stand below a folder of its own: /help/…
            parts = stem.split("/")
            tried += ["/".join(parts[skip:]) for skip in range(1, min(len(parts), 4))]
        return next((one for one in tried if one in self._keys), "")

    def _file_at(self, here: str, address: str) -> str:
        path = "" if links.is_elsewhere(address) else links.path_from(here, address)
        tried = [path, posixpath.join(posixpath.dirname(here), path)]
        if address.startswith("/"):
            tried += [f"static/{path}", f"public/{path}", f"assets/{path}"]
        return next((one for one in tried if one in self._names and not _is_page(one)), "")

    def read(self, entry: Entry) -> Document:
        front = front_matter.read(text_of(self.tree, entry.path))
        remarks = front.remarks
        body = front.body
        if not front.is_ours:
            body = markup.tidy(markup.title_in(body, entry.language)[1], remarks)
        pointing = links.Pointing(
            lambda address: self._keys.get(self._page_at(entry.path, address), ""),
            lambda address: self._file_at(entry.path, address),
            remarks,
        )
        text = pointing.rewritten(body).strip()
        return Document(
            entry, entry.title, text, lead=_lead(front, entry, remarks),
            phrasings=_phrasings(front, entry),
            is_published=front.is_published, audience=front.audience,
            organisations=front.lines("organisations"), review_by=front.review_by,
            owner=front.text("owner"), fingerprint=front.text("fingerprint"),
            files=list(pointing.files.values()), remarks=remarks,
        )  # fmt: skip

    def open(self, path: str) -> IO[bytes]:
        return self.tree.open(path)


def _phrasings(front: Front, entry: Entry) -> list[str]:
    """Other ways to ask, among them the title with what it stands below."""
    said = [*front.lines("phrasings"), *front.lines("labels")]
    title = front.text("title")
    if not front.is_ours and _CRUMB in title and title != entry.title:
        said.append(title)
    return list(dict.fromkeys(said))


def _lead(front: Front, entry: Entry, remarks: list[Remark]) -> str:
    """What the page is about; a description that only repeats its title says nothing."""
    lead = front.text("lead")
    title = front.text("title")
    if front.is_ours:
        return lead[:LONGEST_LEAD]
    if lead.startswith((title or "\0", f"{entry.title} - ")):
        return ""
    if len(lead) > LONGEST_LEAD:
        remarks.append(Remark("lead-cut", str(LONGEST_LEAD)))
        lead = lead[: LONGEST_LEAD - 2].rsplit(" ", 1)[0] + " …"
    return lead


def _is_page(name: str) -> bool:
    return name.lower().endswith(PAGES)


def _without_end(path: str, also: Iterable[str] = ()) -> str:
    for end in (*PAGES, *also):
        if path.lower().endswith(end):
            return path[: -len(end)]
    return path.rstrip("/")
