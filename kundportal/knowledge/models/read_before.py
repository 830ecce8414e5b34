"""What the writer of a ticket had read shortly before, for whoever answers it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from kundportal.knowledge.models.article import Article
from kundportal.knowledge.models.reading import Reading
from kundportal.people.models import Organisation

KEPT = timedelta(days=90)


class ReadBeforeQuerySet(models.QuerySet["ReadBefore"]):
    def of(self, number: str) -> ReadBeforeQuerySet:
        """What was read before the ticket of that number."""
        return self.filter(ticket=number).select_related("article").order_by("pk")

    def of_tickets(self, numbers: Any) -> ReadBeforeQuerySet:
        """What was read before any of these tickets."""
        return self.filter(ticket__in=numbers)

    def note(self, number: str, *, organisation: int, readings: Iterable[int]) -> None:
        """Notes what was read, named by the rows where it was counted."""
        rows = [
            self.model(
                ticket=number, organisation_id=organisation, article_id=row.article_id,
                language=row.language,
            )
            for row in Reading.objects.filter(pk__in=list(readings)).order_by("pk")
        ]  # fmt: skip
        self.bulk_create(rows, ignore_conflicts=True)

    def old(self) -> ReadBeforeQuerySet:
        return self.filter(created_at__lt=timezone.now() - KEPT)

    def move(self, *, source: int, into: int) -> None:
        """An organisation becomes part of another."""
        self.filter(organisation=source).update(organisation=into)


class ReadBefore(models.Model):
    """An article that was read within the two hours before a ticket. Tickets are strangers here."""

    ticket = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=5, choices=settings.APPLICANT_LANGUAGES)
    created_at = models.DateTimeField(auto_now_add=True)

    article_id: int

    objects = ReadBeforeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "article"], name="read_before_once"),
        ]

    def __str__(self) -> str:
        return f"article {self.article_id} before {self.ticket}"
