"""Where the articles about a product stand as long as they have not moved here."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from kundportal.history.models import record
from kundportal.people.models import Person
from kundportal.products.models import Product


class NotSafe(Exception):
    """The address does not begin with https://."""


class OutsideBaseQuerySet(models.QuerySet["OutsideBase"]):
    def for_list(self) -> OutsideBaseQuerySet:
        return self.select_related("product").order_by("product__name")

    @transaction.atomic
    def link(self, product: Product, *, url: str, label: str, by: Person) -> OutsideBase:
        """Has pages lead to the knowledge base from now on."""
        if not by.is_administrator:
            raise PermissionDenied
        if urlsplit(url).scheme != "https":
            raise NotSafe
        base, _is_new = self.update_or_create(
            product=product, defaults={"url": url, "label": label}
        )
        record("outside_base.linked", thing=product, by=by)
        return base

    @transaction.atomic
    def unlink(self, product: Product, *, by: Person) -> None:
        """Has no page lead there any more, since its articles have moved."""
        if not by.is_administrator:
            raise PermissionDenied
        if self.filter(product=product).delete()[0]:
            record("outside_base.unlinked", thing=product, by=by)


class OutsideBase(models.Model):
    """The present knowledge base of a product, outside the portal."""

    product = models.OneToOneField(
        Product, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    url = models.URLField(max_length=300)
    label = models.CharField(max_length=80)

    objects = OutsideBaseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label
