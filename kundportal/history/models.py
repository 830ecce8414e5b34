"""One row per act."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


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
