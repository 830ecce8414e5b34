"""How often articles are read: counted, of nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Sum

from kundportal.knowledge.models.article import Article
from kundportal.lib import dates

BY_DAY = timedelta(days=90)
KEPT = timedelta(days=400)


class ReadingQuerySet(models.QuerySet["Reading"]):
    def since(self, days: int, *, language: str = "", product: int | None = None) -> Any:
        """The readings of the last days, of these alone where it is said."""
        found = self.filter(day__gt=dates.today() - timedelta(days=days))
        if language:
            found = found.filter(language=language)
        return found.filter(article__category__product=product) if product else found

    def by_article(self, order: str) -> models.QuerySet[Any]:
        """Each article in a language with its figures, most first of what `order` names."""
        grouped = self.values("article", "language").annotate(
            all_times=Sum("times"), all_tickets=Sum("tickets"), last=Max("day")
        )
        return grouped.filter(**{f"{order}__gt": 0}).order_by(f"-{order}", "-last", "article")

    def ranking(self, days: int, *, most: int) -> list[int]:
        """The articles that were read most in the last days, the first first."""
        grouped = self.since(days).values("article").annotate(all_times=Sum("times"))
        found = grouped.order_by("-all_times", "article").values_list("article", flat=True)
        return list(found[:most])

    def totals(self) -> dict[str, int]:
        return self.aggregate(times=Sum("times", default=0), tickets=Sum("tickets", default=0))

    def row(self, *, day: date | str, article: int, language: str) -> Reading:
        """The row where such readings of that day are counted."""
        return self.get_or_create(day=day, article_id=article, language=language, is_month=False)[0]

    def add(self, pks: Iterable[int], **counts: int) -> None:
        self.filter(pk__in=list(pks)).update(
            **{name: F(name) + number for name, number in counts.items()}
        )

    def long_ago(self) -> ReadingQuerySet:
        return self.filter(is_month=False, day__lt=dates.today() - BY_DAY)

    def old(self) -> ReadingQuerySet:
        return self.filter(day__lt=dates.today() - KEPT)


class Reading(models.Model):
    """How many read an article in a language on a day, or in the month of that day long ago.

    A reader counts once a day. `tickets` were written within two hours of reading it.
    """

    day = models.DateField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="readings")
    language = models.CharField(max_length=5, choices=settings.APPLICANT_LANGUAGES)
    is_month = models.BooleanField(default=False)
    times = models.PositiveIntegerField(default=0)
    tickets = models.PositiveIntegerField(default=0)

    article_id: int

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "article", "language", "is_month"], name="reading_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: article {self.article_id} ({self.language})"
