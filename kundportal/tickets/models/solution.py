""" "This solved it": which tickets and articles spare people a new ticket."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, Max
from django.utils.crypto import salted_hmac

from kundportal.lib import dates
from kundportal.people.models import Person

MOST, MANY = 50, 5000


class SolutionQuerySet(models.QuerySet["Solution"]):
    def note(self, *, by: Person, url: str) -> None:
        """Counts that something has helped: once a person, thing and day, and not who it was."""
        today = dates.today()
        mark = salted_hmac("tickets.solution", f"{by.pk} {today} {url}", algorithm="sha256")
        self.bulk_create(
            [self.model(day=today, url=url, mark=mark.hexdigest())], ignore_conflicts=True
        )

    def since(self, *, days: int) -> list[dict[str, Any]]:
        """What has helped most often in the last days: address, how often, and when last."""
        return list(self._counted(days)[:MOST])

    def under(self, path: str, *, days: int) -> list[dict[str, Any]]:
        """The same of addresses that begin so, of which there are more."""
        return list(self._counted(days).filter(url__startswith=path)[:MANY])

    def _counted(self, days: int) -> Any:
        rows = self.filter(day__gt=dates.today() - timedelta(days=days))
        counted = rows.values("url").annotate(times=Count("pk"), last=Max("day"))
        return counted.order_by("-times", "-last", "url")


class Solution(models.Model):
    """Somebody wrote a title, read what was suggested, and had no need to ask.

    `mark` keeps the same person from counting twice a day without saying who it was.
    """

    day = models.DateField()
    url = models.CharField(max_length=200)
    mark = models.CharField(max_length=64, unique=True)

    objects = SolutionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["day", "url"], name="solution_figures")]

    def __str__(self) -> str:
        return f"{self.day} {self.url}"
