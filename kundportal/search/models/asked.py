"""What is searched for, how much was found, and what of it was opened: counted, of nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Max, Sum

from kundportal.lib import dates
from kundportal.products.models import Product
from kundportal.search.noting.reader_marks import Readers

WORDS_KEPT = timedelta(days=90)
KEPT = timedelta(days=400)
FEW = 5  # words that fewer have asked for are not kept when they are old
COUNTS = ("times", "nothing", "unsure", "opened", "tickets")


class AskedQuerySet(models.QuerySet["Asked"]):
    def since(
        self, days: int, *, language: str = "", product: int | None = None, readers: str = ""
    ) -> AskedQuerySet:
        """The searches of the last days, of these alone where it is said."""
        found = self.filter(day__gt=dates.today() - timedelta(days=days))
        if language:
            found = found.filter(language=language)
        if product:
            found = found.filter(product=product)
        return found.filter(reader=readers) if readers else found

    def opened(self) -> AskedQuerySet:
        """Those of which something was opened."""
        return self.filter(opened__gt=0).order_by("pk")

    def totals(self) -> dict[str, int]:
        summed = self.aggregate(**{f"all_{name}": Sum(name, default=0) for name in COUNTS})
        return {name: summed[f"all_{name}"] for name in COUNTS}

    def by_words(self, order: str) -> Any:
        """Each search with its figures, most first of what `order` names."""
        unopened = F("all_times") - F("all_nothing") - F("all_opened")
        sums: Any = {f"all_{name}": Sum(name) for name in COUNTS}
        rows: Any = self.exclude(words="").values("words", "language").annotate(**sums)
        rows = rows.annotate(
            last=Max("day"), missing=F("all_nothing") + F("all_unsure"), unopened=unopened
        )
        return rows.filter(**{f"{order}__gt": 0}).order_by(f"-{order}", "-all_times", "words")

    def row(self, **key: Any) -> Asked:
        """The row where such searches of that day are counted."""
        return self.get_or_create(**key, is_month=False)[0]

    def of(self, **key: Any) -> Asked | None:
        """The row of such searches that day, whatever product was chosen."""
        return self.filter(is_month=False, **key).order_by("pk").first()

    def add(self, pks: Iterable[int], **counts: int) -> None:
        self.filter(pk__in=list(pks)).update(
            **{name: F(name) + number for name, number in counts.items()}
        )

    def long_ago(self) -> AskedQuerySet:
        """The days whose words are no longer kept as they are."""
        return self.filter(is_month=False, day__lt=dates.today() - WORDS_KEPT)

    def old(self) -> AskedQuerySet:
        return self.filter(day__lt=dates.today() - KEPT)


class Asked(models.Model):
    """Searches with the same words on a day, or in the month of that day when it is long ago.

    `words` as `asked_words.tidy` writes them, empty where they are no longer kept. Each number
    counts a reader once a day: how often it was asked, found nothing, found what may be wrong, had
    a hit opened, and was followed by a ticket within two hours.
    """

    day = models.DateField()
    language = models.CharField(max_length=5)
    words = models.CharField(max_length=150, blank=True)
    reader = models.CharField(max_length=10, choices=Readers.choices)
    # The product that the reader had chosen to search in, if any.
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+")
    is_month = models.BooleanField(default=False)
    times = models.PositiveIntegerField(default=0)
    nothing = models.PositiveIntegerField(default=0)
    unsure = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    tickets = models.PositiveIntegerField(default=0)

    objects = AskedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "language", "words", "reader", "product", "is_month"],
                nulls_distinct=False,
                name="asked_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.words}"


class OpenedQuerySet(models.QuerySet["Opened"]):
    def note(self, asked: Asked, *, kind: str, thing_id: int) -> None:
        row, _made = self.get_or_create(asked=asked, kind=kind, thing_id=thing_id)
        self.filter(pk=row.pk).update(times=F("times") + 1)

    def of_words(self, asked: AskedQuerySet, words: Iterable[str]) -> Any:
        """What was opened of the hits of these searches, most often first."""
        rows = self.filter(asked__in=asked.filter(words__in=list(words)))
        grouped = rows.values("asked__words", "asked__language", "kind", "thing_id")
        return grouped.annotate(all_times=Sum("times")).order_by("-all_times")


class Opened(models.Model):
    """How often one hit was opened of the searches of a row. Ends when their words do."""

    asked = models.ForeignKey(Asked, on_delete=models.CASCADE, related_name="hits")
    kind = models.CharField(max_length=20)
    thing_id = models.BigIntegerField()
    times = models.PositiveIntegerField(default=0)

    objects = OpenedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asked", "kind", "thing_id"], name="opened_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"
