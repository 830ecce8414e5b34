"""The products a ticket, an article or a service message can be about."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower

from kundportal.history.models import record


class NameTaken(Exception):
    """There is a product of that name already."""


class ProductQuerySet(models.QuerySet["Product"]):
    def offered(self) -> ProductQuerySet:
        """Products that can be chosen today, in the order in which they are shown."""
        return self.filter(is_offered=True).order_by("name")

    def to_choose(self) -> list[tuple[int, str]]:
        """Key and name of all of them, also of those that are no longer offered."""
        return list(self.order_by("name").values_list("pk", "name"))

    def offered_in(self, keys: list[int]) -> ProductQuerySet:
        """Those of the given that can be chosen today; where none are given, all that can."""
        return self.offered().filter(pk__in=keys) if keys else self.offered()

    def names(self) -> list[str]:
        return list(self.values_list("name", flat=True))

    def for_list(self) -> ProductQuerySet:
        """All of them, those that are offered first."""
        return self.order_by("-is_offered", "name")

    def add(self, *, name: str, once: UUID, by: Any) -> Product:
        """Adds a product that can be chosen at once. The same `once` again gives the first one."""
        _ask(by)
        if sent := self.filter(once=once).first():
            return sent
        try:
            with transaction.atomic():
                product = self.create(name=name, once=once)
                record("product.added", thing=product, by=by)
        except IntegrityError:
            if sent := self.filter(once=once).first():
                return sent
            raise NameTaken from None
        return product


class Product(models.Model):
    """A system of the vendor under its trade name.

    One that is withdrawn can't be chosen any more, and stays on what is about it.
    """

    name = models.CharField(max_length=80, unique=True)
    is_offered = models.BooleanField(default=True)
    once = models.UUIDField(null=True, unique=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="product_named_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def rename(self, *, name: str, by: Any) -> None:
        """Gives it another name, everywhere and at once."""
        _ask(by)
        if name == self.name:
            return
        self.name = name
        try:
            with transaction.atomic():
                self.save(update_fields=["name"])
                record("product.renamed", thing=self, by=by)
        except IntegrityError:
            raise NameTaken from None

    @transaction.atomic
    def offer(self, *, is_offered: bool, by: Any) -> None:
        """Lets it be chosen, or not any more."""
        _ask(by)
        if not Product.objects.filter(pk=self.pk, is_offered=not is_offered).update(
            is_offered=is_offered
        ):
            return
        self.is_offered = is_offered
        record("product.offered" if is_offered else "product.withdrawn", thing=self, by=by)


def _ask(by: Any) -> None:
    if not by.is_administrator:
        raise PermissionDenied
