"""What has just been counted: it counts once a day, and is tied together for two hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kundportal.lib import dates

TOGETHER = timedelta(hours=2)  # so long before a ticket, what was read belongs to it
LATE = timedelta(minutes=45)  # so long after that, a ticket may still be looked at


class TraceQuerySet(models.QuerySet["Trace"]):
    def keep(self, traces: Iterable[Trace]) -> list[Trace]:
        """Keeps those that are new today and gives them; the others have been counted already.

        Whoever calls it holds the lock of counting, so nobody else adds any meanwhile.
        """
        given = {trace.once: trace for trace in reversed(list(traces))}
        for once in self.filter(once__in=given).values_list("once", flat=True):
            del given[once]
        fresh = list(given.values())
        Trace.objects.bulk_create(fresh)
        return fresh

    def before(self, moment: datetime, *, trails: Iterable[str]) -> TraceQuerySet:
        """What was done on these trails in the two hours before a moment."""
        return self.filter(trail__in=list(trails), at__range=(moment - TOGETHER, moment))

    def forget(self) -> None:
        """After two hours nothing ties together what a reader did; after the day it is gone."""
        old = timezone.now() - TOGETHER - LATE
        self.exclude(trail="").filter(at__lt=old).update(trail="")
        self.filter(at__lt=old, day__lt=dates.today()).delete()


class Trace(models.Model):
    """A reader did one thing on one day. `once` is a mark of the two (`lib/daily_marks.py`).

    `trail` is a mark of a customer alone: the same for all that they did that day. `counted` is the
    key of the row where it was counted.
    """

    class Kind(models.TextChoices):
        ASKED = "asked"
        OPENED = "opened"
        READ = "read"
        TICKET = "ticket"

    once = models.CharField(max_length=40, primary_key=True)
    day = models.DateField()
    at = models.DateTimeField()
    trail = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    counted = models.BigIntegerField(default=0)

    objects = TraceQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["trail", "at"], condition=~Q(trail=""), name="trace_trail"),
            models.Index(fields=["day"], name="trace_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.day}"


def trace_of(line: dict[str, Any], *, kind: str, counted: int = 0) -> Trace:
    """The trace of a line that a page has left."""
    day = date.fromisoformat(line["day"])
    at = datetime.fromisoformat(line["at"])
    return Trace(
        once=line["once"], day=day, at=at, trail=line.get("trail", ""), kind=kind, counted=counted
    )
