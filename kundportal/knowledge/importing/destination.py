"""Where an import goes, and where in the portal each of its articles is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import slugify

from kundportal.knowledge.editing.sorting import DEEPEST
from kundportal.knowledge.importing.documents import Document, Entry
from kundportal.knowledge.models import Article, Category
from kundportal.people.models import Person
from kundportal.products.models import Product

BATCH = 500


@dataclass(frozen=True)
class Destination:
    """What whoever imports has chosen."""

    by: Person | None
    language: str = "sv"
    product: Product | None = None
    category: Category | None = None
    will_publish: bool = False
    will_replace: bool = False

    @property
    def room(self) -> str:
        """Sets paths apart that are the same in what is imported to different places."""
        if self.category:
            return self.category.key
        return slugify(self.product.name) if self.product else ""

    @cached_property
    def levels(self) -> int:
        """How many categories can stand in each other below what was chosen."""
        above, category = 1 if self.product and not self.category else 0, self.category
        while category is not None:
            above, category = above + 1, category.parent
        return max(DEEPEST - above, 0)

    def origin_of(self, entry: Entry) -> str:
        """Names the article wherever it is imported from again."""
        return f"pages/{self.room}/{entry.key}"[:300] if entry.is_path else entry.key[:300]


@dataclass
class Addresses:
    """The articles of a source that are in the portal, by their keys."""

    destination: Destination
    numbers: dict[str, int] = field(default_factory=dict)
    titles: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, entries: Iterable[Entry], destination: Destination) -> Addresses:
        made = cls(destination)
        by_origin: dict[str, str] = {}
        by_once: dict[UUID, str] = {}
        for entry in entries:
            if not entry.problem:
                made.titles[entry.key][entry.language] = entry.title
                by_origin[destination.origin_of(entry)] = entry.key
                if entry.id:
                    by_once[entry.id] = entry.key
        made._find("once", by_once)
        made._find("origin", by_origin)
        return made

    def _find(self, name: str, keys: Mapping[Any, str]) -> None:
        wanted = list(keys)
        for start in range(0, len(wanted), BATCH):
            rows = Article.objects.filter(**{f"{name}__in": wanted[start : start + BATCH]})
            self.numbers |= {keys[one]: pk for one, pk in rows.values_list(name, "pk")}

    def address(self, key: str, anchor: str, language: str) -> str:
        """What a text says to lead to the article, "" where it is not in the portal."""
        titles, number = self.titles.get(key), self.numbers.get(key)
        if not titles or not number:
            return ""
        if not anchor:
            return f"article:{number}"
        code = language if language in titles else next(iter(titles))
        return f"{reverse('article', args=[code, number, slugify(titles[code]) or '-'])}#{anchor}"


def article_of(document: Document, destination: Destination) -> Article | None:
    """The article that a document is about, imported before or taken out from here."""
    origin = destination.origin_of(document.entry)
    found: Article | None = Article.objects.filter(origin=origin).first()
    if found is None and document.entry.id:
        found = Article.objects.filter(once=document.entry.id).first()
    return found
