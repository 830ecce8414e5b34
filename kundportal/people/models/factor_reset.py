"""Why somebody's second factors were taken away for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from kundportal.people.models.person import Person

LONGEST_REASON = 500


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    def latest_of(self, person: Person) -> FactorResetQuerySet:
        return self.filter(person=person).select_related("by").order_by("-pk")[:10]


class FactorReset(models.Model):
    """A row per time; `reason` says how whoever asked was found to be the person."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factor_resets"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[FactorResetQuerySet] = FactorResetQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d}"
