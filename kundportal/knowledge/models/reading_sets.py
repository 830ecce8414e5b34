"""Which articles, in which language: the sets that readers' pages ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Abs

from kundportal.knowledge.models.article import Article
from kundportal.knowledge.models.category import Category

# The categories that the help page shows, and the form for a ticket leads to.
ABOUT, BEFORE = "about-portal", "before"


class ReadingSets(models.QuerySet[Any]):
    def readable_by(self, person: Any) -> Self:
        """What is published, of the articles that the person may read."""
        articles = Article.objects.visible_to(person).filter(withdrawn_at=None)
        return self.filter(published__isnull=False, article__in=articles)

    def for_reading(self) -> Self:
        """With all that a page shows of it."""
        return self.select_related("published", "article__category__product", "article__owner")

    def for_lists(self) -> Self:
        """With what a list shows, which is not the text."""
        return self.select_related("published", "article").defer(
            "published__text", "published__phrasings", "published__remark"
        )

    def for_feed(self) -> Self:
        return self.select_related("published", "article__category")

    def of_number(self, number: int) -> Self:
        """The article with this number, in each of its languages."""
        return self.filter(article=number).order_by("language")

    def among(self, numbers: Iterable[int]) -> Self:
        """Those of the articles with these numbers."""
        return self.filter(article__in=list(numbers))

    def written_in(self, language: str) -> Self:
        return self.filter(language=language)

    def in_language(self, language: str) -> Self:
        """Of each article the one that a reader of the language gets.

        It is that in the language, else the original, else another that is published.
        """
        texts = self.model.objects.filter(article=OuterRef("article"), published__isnull=False)
        is_original = When(language=F("article__language"), then=1)
        rank = Case(When(language=language, then=0), is_original, default=2)
        return self.filter(pk=Subquery(texts.order_by(rank, "pk").values("pk")[:1]))

    def standing_in(self, category: Category, *, after: int = 0) -> Self:
        """Those of a category in their order, from behind the article with this number."""
        rows = self.filter(article__category=category).order_by("article__position", "article")
        if not after:
            return rows
        place = Subquery(Article.objects.filter(pk=after).values("position")[:1])
        behind = Q(article__position=place, article__gt=after)
        return rows.filter(Q(article__position__gt=place) | behind)

    def below(self, category: Category) -> Self:
        """Those of the category and of all that stand below it."""
        return self.filter(article__category__in=category.and_below())

    def beside(self, one: Any) -> Self:
        """The others of its category and of the one above, in its language, the nearest first."""
        category = one.article.category
        near = [pk for pk in (category.pk, category.parent_id) if pk is not None]
        rows = self.filter(article__category__in=near, language=one.language)
        away = Abs(F("article__position") - Value(one.article.position))
        return rows.exclude(article=one.article_id).for_lists().order_by(away, "article")

    def newest(self) -> Self:
        """What was published last comes first."""
        rows = self.filter(published__stage="published")  # as the index has it
        return rows.order_by("-published__published_at", "-published")

    def published_of(self, articles: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Number, language, title and moment of each of theirs, by number."""
        rows = self.filter(article__in=articles.values("pk"), published__isnull=False)
        rows = rows.order_by("article", "language")
        return rows.values_list(
            "article", "language", "published__title", "published__published_at"
        )

    def languages_of(self, article: Article) -> set[str]:
        """In which languages it can be read."""
        rows = self.filter(article=article, published__isnull=False)
        return set(rows.values_list("language", flat=True))

    def about_the_portal(self) -> Self:
        """What stands in the category about the portal itself and right below it, in order."""
        place = Q(article__category__key=ABOUT) | Q(article__category__parent__key=ABOUT)
        return self.filter(place).order_by(
            "article__category__position", "article__category", "article__position", "article"
        )

    def before_a_ticket(self) -> Self:
        """What to think of before one writes to us, in order."""
        place = self.filter(article__category__key=BEFORE)
        return place.order_by("article__position", "article")
