"""How many mails went to a domain on a day, and what became of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Sum
from django.db.models.functions import NullIf

from kundportal.lib import dates


class DomainDayQuerySet(models.QuerySet["DomainDay"]):
    def of_last(self, days: int) -> DomainDayQuerySet:
        return self.filter(day__gt=dates.today() - timedelta(days=days))

    def worst_first(self) -> models.QuerySet[Any, dict[str, Any]]:
        """One row per domain, the one first of whose mails the smallest share arrives."""
        names = ("sent", "deferred", "bounced", "complained", "failed", "waiting")
        rows: Any = self.values("domain").annotate(
            **{f"all_{name}": Sum(name) for name in names},
            last=models.Max("last_sent_at"),
            counted=models.Max("counted_at"),
        )
        arrived = F("all_sent") + F("all_complained")
        decided = arrived + F("all_bounced") + F("all_failed")
        rows = rows.annotate(
            share=models.ExpressionWrapper(
                100.0 * arrived / NullIf(decided, 0), output_field=models.FloatField()
            )
        )
        worst: models.QuerySet[Any, dict[str, Any]] = rows.order_by(
            F("share").asc(nulls_last=True), "-all_bounced", "domain"
        )
        return worst


class DomainDay(models.Model):
    """Counted again and again from the mails; the day is the one on which they were written."""

    domain = models.CharField(max_length=254)
    day = models.DateField()
    sent = models.PositiveIntegerField(default=0)
    deferred = models.PositiveIntegerField(default=0)  # had to wait, whatever came of it
    bounced = models.PositiveIntegerField(default=0)
    complained = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    last_sent_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField()

    objects = DomainDayQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "domain"], name="domain_day_is_one")]

    def __str__(self) -> str:
        return f"{self.domain} on {self.day}"

    @classmethod
    def oldest(cls, days: int) -> date:
        return dates.today() - timedelta(days=days - 1)
