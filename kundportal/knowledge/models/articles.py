"""Which articles: the sets that pages and jobs ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from django.apps import apps
from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from kundportal.knowledge.entering import KIND
from kundportal.knowledge.models.category import Category
from kundportal.knowledge.models.stages import Stage
from kundportal.lib.dates import today
from kundportal.search.models import AudienceQuerySet, Entry

SOON = timedelta(days=14)  # before its review date, when the owner is told


class ArticleSets(AudienceQuerySet):
    def numbered(self, numbers: Iterable[int]) -> Any:
        """The keys of those of these that there are."""
        return self.filter(pk__in=list(numbers)).values_list("pk", flat=True)

    def read(self) -> Self:
        """Those that can be read in some language."""
        return self.filter(
            Exists(_translations().filter(published__isnull=False)), withdrawn_at=None
        )

    def readable_by(self, person: Any) -> Self:
        """Those that the person, or a stranger, can read in some language."""
        return self.visible_to(person).read()

    def counts(self) -> dict[int, int]:
        """How many stand in each category, by its key."""
        return dict(self.order_by().values_list("category").annotate(Count("pk")))

    def every(self, size: int) -> list[int]:
        """The numbers with which parts of so many begin."""
        nth = Window(RowNumber(), order_by="pk")
        rows = self.annotate(nth=nth).annotate(rest=F("nth") % size).filter(rest=1 % size)
        return list(rows.order_by("pk").values_list("pk", flat=True))

    def run(self, start: int, size: int) -> Self:
        """So many from this number on."""
        return self.filter(pk__gte=start).order_by("pk")[:size]

    def with_stage(self, *stages: Stage) -> Self:
        """Those with a text that has come so far."""
        return self.filter(Exists(_revisions().filter(stage__in=stages)))

    def to_review(self) -> Self:
        """Those whose review date has come, or comes soon."""
        return self.filter(review_by__lte=today() + SOON, withdrawn_at=None)

    def past_review(self) -> Self:
        return self.filter(review_by__lt=today(), withdrawn_at=None)

    def to_date(self) -> Self:
        """Those whose review date has passed without search knowing it."""
        suggested = Entry.objects.filter(kind=KIND, thing_id=OuterRef("pk"), is_dated=False)
        return self.past_review().filter(Exists(suggested))

    def behind(self) -> Self:
        """Those with a translation that is older than the original."""
        behind = _model("Translation").behind()
        return self.filter(pk__in=behind.values("article"), withdrawn_at=None)

    def withdrawn(self) -> Self:
        return self.exclude(withdrawn_at=None)

    def ownerless(self) -> Self:
        """Those that nobody who still works here looks after."""
        return self.filter(Q(owner=None) | Q(owner__is_active=False), withdrawn_at=None)

    def within(self, category: Category) -> Self:
        """Those that stand in the category, or below it."""
        return self.filter(category__in=category.and_below())

    def about(self, product_id: int) -> Self:
        return self.filter(category__product=product_id)

    def into(self, language: str) -> Self:
        """Those that are written in the language, published or not."""
        return self.filter(Exists(_translations().filter(language=language)))

    def looked_after_by(self, person_id: int) -> Self:
        return self.filter(owner=person_id)

    def titled_like(self, words: str) -> Self:
        """Those with a present title, in any language, that holds all the words."""
        found = self
        for word in words.split()[:5]:
            titles = _model("Revision").current().filter(title__icontains=word)
            found = found.filter(pk__in=titles.values("translation__article"))
        return found

    def never_published(self) -> Self:
        return self.exclude(Exists(_revisions().filter(published_at__isnull=False)))

    def for_desk(self) -> Self:
        """With what each row of the desk shows of it besides its texts."""
        return self.select_related("category__product", "category__parent", "owner")


def _translations() -> Any:
    return _model("Translation").filter(article=OuterRef("pk"))


def _revisions() -> Any:
    return _model("Revision").filter(translation__article=OuterRef("pk"))


def _model(name: str) -> Any:
    """All rows of a model that is built upon this one."""
    return apps.get_model("knowledge", name)._default_manager.all()
