"""One row per act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    def of(self, thing: models.Model) -> EventQuerySet:
        """What was done to the thing, the newest first."""
        return self.filter(thing=thing._meta.label_lower, thing_id=thing.pk).order_by("-pk")

    def before(self, pk: int | None) -> EventQuerySet:
        return self.filter(pk__lt=pk) if pk else self

    def among(self, verbs: Iterable[str]) -> EventQuerySet:
        return self.filter(verb__in=list(verbs))

    def since(self, moment: datetime) -> EventQuerySet:
        return self.filter(at__gte=moment)


class Event(models.Model):
    """An act: who did what to which thing, when. Rows are only ever added."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField(max_length=60)
    thing = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["thing", "thing_id", "id"], name="event_of_thing")]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing}:{self.thing_id}"


def record(verb: str, *, thing: models.Model, by: Any = None, **data: Any) -> Event:
    """Notes an act in the transaction that does it. `data` holds codes and keys, never texts."""
    return Event.objects.create(
        verb=verb,
        by=by,
        thing=thing._meta.label_lower,
        thing_id=thing.pk,
        organisation_id=getattr(thing, "organisation_id", None),
        data=data,
    )
