"""Zendesk Guide: the answers of the Help Center API, one file or several.

Understood are `categories`, `sections` (which may stand in each other), `articles`, `translations`
(apart, or within what they translate) and `user_segments`; files are taken from the same zip.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

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


class ZendeskSource(ExportSource):
    system = "zendesk"
    article_at = re.compile(r"/articles/(\d+)")

    def gather(self, records: list[Json]) -> None:
        self._articles: list[Json] = []
        self._translations: dict[tuple[str, str], list[Json]] = defaultdict(list)
        self._segments: dict[str, Json] = {}
        shelves: list[tuple[str, Json]] = []
        for record in records:
            if "section_id" in record and ("body" in record or "title" in record):
                self._articles.append(record)
            self._articles += objects(record.get("articles"))
            for kind, name in (("category", "categories"), ("section", "sections")):
                shelves += [(kind, one) for one in objects(record.get(name))]
            for one in objects(record.get("translations")):
                self._translations[text(one, "source_type").lower(), key(one, "source_id")].append(
                    one
                )
            self._segments |= {key(one): one for one in objects(record.get("user_segments"))}
        for kind, one in shelves:
            self._note(kind, one)

    def _note(self, kind: str, record: Json) -> None:
        names: dict[str, str] = {}
        abouts: dict[str, str] = {}
        for said in [record, *self._translated(kind, record)]:
            language = language_of(text(said, "locale")) or self.language
            names.setdefault(language, (text(said, "name") or text(said, "title"))[:80])
            abouts.setdefault(language, (text(said, "description") or text(said, "body"))[:400])
        above = ("section", key(record, "parent_section_id"))
        if not above[1]:
            above = ("category", key(record, "category_id"))
        place = Place(
            {code: name for code, name in names.items() if name},
            {code: about for code, about in abouts.items() if about},
            number(record, "position"),
        )
        parent = "-".join(above) if kind == "section" and above[1] else ""
        shelf = Shelf(f"{kind}-{key(record)}", parent, place)
        self._shelves.setdefault(shelf.id, shelf)

    def _translated(self, kind: str, record: Json) -> list[Json]:
        return [*objects(record.get("translations")), *self._translations[kind, key(record)]]

    def items(self) -> Iterator[Item]:
        for record in self._articles:
            original = text(record, "source_locale") or text(record, "locale")
            audience, remarks = self._audience(record)
            said = {text(one, "locale").lower(): one for one in self._translated("article", record)}
            if not said or text(record, "locale").lower() not in said:
                said = {text(record, "locale").lower(): record} | said
            for locale, one in said.items():
                yield Item(
                    id=key(record), shelf=f"section-{key(record, 'section_id')}",
                    language=locale, original=original,
                    title=text(one, "title") or text(record, "title"), html=text(one, "body"),
                    labels=words(record.get("label_names")),
                    is_published=one.get("draft") is not True and one.get("hidden") is not True,
                    audience=audience, position=number(record, "position"), remarks=remarks,
                    path=f"articles/{key(record)}",
                )  # fmt: skip

    def _audience(self, record: Json) -> tuple[str, list[Remark]]:
        """Where it is not certain that customers may read it, staff alone may."""
        segments = record.get("user_segment_ids") or [record.get("user_segment_id")]
        segment = str(segments[0]) if isinstance(segments, list) and segments[0] else ""
        if not segment:
            return "everyone", []
        found = self._segments.get(segment, {})
        chosen = any(found.get(name) for name in ("organization_ids", "tags", "or_tags",
                                                  "group_ids", "added_user_ids"))  # fmt: skip
        if found.get("user_type") == "signed_in_users" and not chosen:
            return "customers", []
        if found.get("user_type") == "staff":
            return "staff", []
        return "staff", [Remark("unknown-audience", text(found, "name") or segment)]
