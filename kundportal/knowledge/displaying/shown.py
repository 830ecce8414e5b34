"""An article as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator

from kundportal.knowledge.displaying.rendering import plain
from kundportal.knowledge.models import Article, Category, Revision, Translation
from kundportal.knowledge.reading.related import related_to
from kundportal.knowledge.reading.tree import path_to
from kundportal.people.language import NAMES

LONGEST_DESCRIPTION = 160


@dataclass(frozen=True)
class Shown:
    """One article in one language, with what stands around it for its reader."""

    article: Translation
    languages: list[Translation]  # all in which it can be read
    reader: Any

    @property
    def thing(self) -> Article:
        return self.article.article

    @property
    def revision(self) -> Revision:
        assert self.article.published
        return self.article.published

    @cached_property
    def path(self) -> list[Category]:
        return path_to(self.thing.category_id)

    @cached_property
    def related(self) -> list[Translation]:
        return related_to(self.article, self.reader)

    @property
    def others(self) -> list[tuple[Translation, str]]:
        """The other languages, with what they call themselves."""
        return [(one, NAMES[one.language]) for one in self.languages if one != self.article]

    @property
    def is_behind(self) -> bool:
        """The original has been published anew since this was made from it."""
        original = next((one for one in self.languages if one.is_original), None)
        if original is None or original == self.article:
            return False
        return self.article.based_on_id != original.published_id

    @property
    def description(self) -> str:
        """What a search engine shows under the title."""
        return description_of(self.revision)

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.article.address

    @property
    def anywhere(self) -> str:
        """The address that leads everybody to their own language."""
        return reverse("article-any", args=[self.thing.pk])


def description_of(revision: Revision) -> str:
    """What the text is about, in a line."""
    said = revision.lead or " ".join(plain(revision.text).split())
    return Truncator(said).chars(LONGEST_DESCRIPTION, truncate="…")


def best_of(languages: list[Translation], language: str) -> Translation | None:
    """The one that a reader of the language gets, as `in_language` says it in SQL."""

    def rank(one: Translation) -> int:
        return 0 if one.language == language else 1 if one.is_original else 2

    return min(languages, key=lambda one: (rank(one), one.pk), default=None)
