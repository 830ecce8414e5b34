"""Freshdesk Solutions: categories, folders and articles, within each other or side by side.

`visibility` of a folder says who may read: 1 everyone, 2 signed in, 3 agents, 4 chosen companies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kundportal.knowledge.importing.documents import Place, Remark, language_of
from kundportal.knowledge.importing.exports import (
    ExportSource,
    Item,
    Json,
    Shelf,
    key,
    number,
    objects,
    text,
    words,
)

_AUDIENCES = {1: "everyone", 2: "customers", 3: "staff", 4: "organisations"}
_PUBLISHED = "2"  # "1" is a draft
_WRAPS = ("category", "solution_category", "folder", "solution_folder", "article",
          "solution_article")  # fmt: skip


class FreshdeskSource(ExportSource):
    system = "freshdesk"
    article_at = re.compile(r"/solutions?/(?:[\w/-]*?/)?articles/(\d+)")

    def gather(self, records: list[Json]) -> None:
        self._articles: list[tuple[str, Json]] = []
        self._companies: dict[str, str] = {}
        for record in records:
            self._companies |= {
                key(one): text(one, "name") for one in objects(record.get("companies"))
            }
        for record in map(_unwrapped, records):
            if "folder_id" in record and ("description" in record or "title" in record):
                self._articles.append(("", record))
            elif any(name in record for name in ("categories", "solution_categories")):
                for name in ("categories", "solution_categories"):
                    self._note_all("category", record.get(name), "")
                self._note_all("folder", record.get("folders"), "")
                self._note_articles(record, "")
            elif "visibility" in record:
                self._note_all("folder", [record], "")
            elif "folders" in record and "name" in record:
                self._note_all("category", [record], "")
            else:
                self._note_all("folder", record.get("folders"), "")
                self._note_articles(record, "")

    def _note_all(self, kind: str, found: Any, parent: str, depth: int = 0) -> None:
        for one in map(_unwrapped, objects(found)):
            name = f"{kind}-{key(one)}"
            above = ("folder", key(one, "parent_folder_id"))
            if not above[1]:
                above = ("category", key(one, "category_id"))
            upward = parent or ("-".join(above) if kind == "folder" and above[1] else "")
            self._shelves.setdefault(name, self._shelf(name, upward, kind, one))
            self._note_articles(one, name)
            if depth < 20:
                for inside in ("folders", "sub_folders", "subfolders"):
                    self._note_all("folder", one.get(inside), name, depth + 1)

    def _note_articles(self, record: Json, shelf: str) -> None:
        self._articles += [(shelf, _unwrapped(one)) for one in objects(record.get("articles"))]

    def _shelf(self, name: str, parent: str, kind: str, record: Json) -> Shelf:
        language = language_of(text(record, "language")) or self.language
        about = text(record, "description")[:400]
        place = Place(
            {language: text(record, "name")[:80]} if text(record, "name") else {},
            {language: about} if about else {},
            number(record, "position"),
        )
        shelf = Shelf(name, parent, place)
        if kind == "folder":
            self._say_who_may_read(shelf, record)
        return shelf

    def _say_who_may_read(self, shelf: Shelf, record: Json) -> None:
        """Where it is not certain that customers may read it, staff alone may."""
        said = record.get("visibility", 1)
        shelf.audience = _AUDIENCES.get(said, "") if isinstance(said, int) else ""
        ids = record.get("company_ids") or record.get("customer_ids") or []
        if shelf.audience == "organisations":
            shelf.organisations = [
                self._companies.get(str(one), f"#{one}") for one in ids if isinstance(ids, list)
            ]
        if not shelf.audience:
            shelf.audience = "staff"
            shelf.remarks.append(Remark("unknown-audience", str(said)))

    def items(self) -> Iterator[Item]:
        for shelf, record in self._articles:
            seo: Any = record.get("seo_data")
            seo = seo if isinstance(seo, dict) else {}
            remarks = [
                Remark("file-elsewhere", text(one, "name"))
                for one in objects(record.get("attachments"))
            ]
            place = shelf or f"folder-{key(record, 'folder_id')}"
            is_known = place in self._shelves
            if not is_known:  # so nothing says who may read it
                remarks.append(Remark("unknown-audience", place))
            yield Item(
                id=key(record), shelf=place, audience="" if is_known else "staff",
                language=text(record, "language") or text(record, "language_code"),
                title=text(record, "title"), html=text(record, "description"),
                lead=text(seo, "meta_description"),
                labels=[*words(record.get("tags")), *words(seo.get("meta_keywords"))],
                is_published=key(record, "status") == _PUBLISHED,
                position=number(record, "position"), remarks=remarks,
                path=f"articles/{key(record)}",
            )  # fmt: skip


def _unwrapped(record: Json) -> Json:
    """Some exports write `{"category": {…}}`."""
    if len(record) == 1:
        name, inner = next(iter(record.items()))
        if name in _WRAPS and isinstance(inner, dict):
            return inner
    return record
