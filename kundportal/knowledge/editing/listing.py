"""The desk's list of articles: which, and how far each has come in each language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kundportal.knowledge.models import Article, ArticleFile, Category, Revision, Stage
from kundportal.knowledge.models.article import ArticleQuerySet
from kundportal.lib.paging import Page, bounded_counts, number, page_by_key
from kundportal.people.language import NAMES
from kundportal.people.models import Person

VIEWS = {
    "all": _("All"),
    "mine": _("Mine"),
    "drafts": _("Drafts"),
    "review": _("In review"),
    "planned": pgettext_lazy("articles", "Planned"),
    "published": pgettext_lazy("articles", "Published"),
    "due": _("To look at again"),
    "behind": _("Translations behind"),
    "ownerless": _("Without an owner"),
    "withdrawn": pgettext_lazy("articles", "Withdrawn"),
}
LONGEST_SEARCH = 200
SIZE = 50


def in_view(view: str, reader: Person) -> ArticleQuerySet:
    """The articles of one of the views."""
    articles: Any = Article.objects
    sets = {
        "mine": lambda: articles.looked_after_by(reader.pk),
        "drafts": lambda: articles.with_stage(Stage.DRAFT),
        "review": lambda: articles.with_stage(Stage.REVIEW),
        "planned": lambda: articles.with_stage(Stage.PLANNED),
        "published": articles.read,
        "due": articles.to_review,
        "behind": articles.behind,
        "ownerless": articles.ownerless,
        "withdrawn": articles.withdrawn,
    }
    found: ArticleQuerySet = sets.get(view, articles.all)()
    return found


@dataclass
class Mark:
    """How far an article has come in one language."""

    language: str
    published: Revision | None = None
    waiting: list[Revision] = field(default_factory=list)
    is_behind: bool = False

    @property
    def name(self) -> str:
        return NAMES.get(self.language, self.language)

    @property
    def next(self) -> Revision | None:
        """What is to be decided on, the newest first."""
        return self.waiting[0] if self.waiting else None


@dataclass
class Row:
    """An article as the list shows it, with its languages, the original first."""

    article: Article
    marks: list[Mark]

    @property
    def title(self) -> str:
        texts = [text for one in self.marks for text in (one.published, one.next) if text]
        return texts[0].title if texts else _("Without a title")  # type: ignore[return-value]


class Listing:
    """What is asked for in the address: `view`, `q`, `category`, `language`, `owner`, `after`."""

    def __init__(self, asked: QueryDict, reader: Person) -> None:
        self.reader = reader
        self.view = asked.get("view", "") if asked.get("view") in VIEWS else "all"
        self.q = " ".join(asked.get("q", "").replace("\0", "").split())[:LONGEST_SEARCH]
        self.language = asked.get("language", "") if asked.get("language") in NAMES else ""
        self.category_id = number(asked.get("category", "")) or 0
        self.owner_id = number(asked.get("owner", "")) or 0
        self.after = asked.get("after", "")

    @cached_property
    def categories(self) -> list[Category]:
        return Category.objects.tree()

    @cached_property
    def category(self) -> Category | None:
        return next((one for one in self.categories if one.pk == self.category_id), None)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many there are in each view, whatever else is asked for; and files not judged yet."""
        sets: dict[str, Any] = {view: in_view(view, self.reader) for view in VIEWS}
        return bounded_counts({**sets, "stuck": ArticleFile.objects.stuck()})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.language or self.category or self.owner_id)

    @property
    def owner(self) -> Person | None:
        """Whose articles alone are shown, if any are."""
        return self.page.rows[0].owner if self.owner_id and self.page.rows else None

    @property
    def url(self) -> str:
        """The address of this list, without the place in it."""
        given = {
            "view": self.view if self.view != "all" else "", "q": self.q,
            "category": str(self.category.pk) if self.category else "",
            "language": self.language, "owner": str(self.owner_id or ""),
        }  # fmt: skip
        query = QueryDict(mutable=True)
        query.update({key: value for key, value in given.items() if value})
        return f"?{query.urlencode()}"

    @cached_property
    def page(self) -> Page[Article]:
        found = in_view(self.view, self.reader)
        if self.q:
            found = found.titled_like(self.q)
        if self.category:
            found = found.filter(category__in=self._below(self.category))
        if self.language:
            found = found.into(self.language)
        if self.owner_id:
            found = found.looked_after_by(self.owner_id)
        return page_by_key(found.for_desk(), by="-changed_at", after=self.after, size=SIZE)

    @cached_property
    def rows(self) -> list[Row]:
        marks = marks_of(self.page.rows)
        return [Row(one, marks[one.pk]) for one in self.page.rows]

    def _below(self, category: Category) -> list[int]:
        """The keys of it and of those below it, which follow it in the tree."""
        at = self.categories.index(category)
        keys = [category.pk]
        for one in self.categories[at + 1 :]:
            if one.depth <= category.depth:
                break
            keys.append(one.pk)
        return keys


def marks_of(articles: Iterable[Article]) -> dict[int, list[Mark]]:
    """How far each article has come in each language, in one query."""
    by_key = {one.pk: one for one in articles}
    texts = Revision.objects.of_articles(by_key).order_by("-number")
    found: dict[int, dict[str, Mark]] = {pk: {} for pk in by_key}
    based: dict[tuple[int, str], int | None] = {}
    for text in texts:
        translation = text.translation
        marks = found[translation.article_id]
        mark = marks.setdefault(translation.language, Mark(translation.language))
        based[translation.article_id, translation.language] = translation.based_on_id
        if text.stage == Stage.PUBLISHED:
            mark.published = text
        else:
            mark.waiting.append(text)
    for pk, marks in found.items():
        original = marks.get(by_key[pk].language)
        for language, mark in marks.items():
            is_other = original is not None and mark is not original
            if is_other and original.published and mark.published:  # type: ignore[union-attr]
                mark.is_behind = based[pk, language] != original.published.pk  # type: ignore[union-attr]
    return {pk: _in_order(marks, by_key[pk].language) for pk, marks in found.items()}


def _in_order(marks: dict[str, Mark], original: str) -> list[Mark]:
    order = [original, *NAMES]
    return sorted(marks.values(), key=lambda one: order.index(one.language))
