"""The products a ticket, an article or a service message can be about."""

from __future__ import annotations

from django.db import models


class ProductQuerySet(models.QuerySet["Product"]):
    def offered(self) -> ProductQuerySet:
        """Products that can be chosen today, in the order in which they are shown."""
        return self.filter(is_offered=True).order_by("name")

    def offered_in(self, keys: list[int]) -> ProductQuerySet:
        """Those of the given that can be chosen today; where none are given, all that can."""
        return self.offered().filter(pk__in=keys) if keys else self.offered()

    def names(self) -> list[str]:
        return list(self.values_list("name", flat=True))


class Product(models.Model):
    """A system of the vendor under its trade name."""

    name = models.CharField(max_length=80, unique=True)
    is_offered = models.BooleanField(default=True)

    objects = ProductQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
