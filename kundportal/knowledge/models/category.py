"""Where articles stand: a tree, whose first level are products or subjects."""

from __future__ import annotations

from typing import ClassVar

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from kundportal.lib.texts import Texts, in_readers_language
from kundportal.products.models import Product


class CategoryQuerySet(models.QuerySet["Category"]):
    def for_tree(self) -> CategoryQuerySet:
        """All of them in the order in which they are shown, each level by itself."""
        return self.select_related("product").order_by("position", "pk")

    def read_by_all(self) -> CategoryQuerySet:
        """Those in which, or below which, there is something that everybody may read."""
        article = apps.get_model("knowledge", "Article")
        counts = article.objects.readable_by(AnonymousUser()).counts()
        parents = dict(self.model.objects.values_list("pk", "parent"))
        found = set()
        for pk in counts:
            place: int | None = pk
            while place is not None and place not in found:
                found.add(place)
                place = parents[place]
        return self.filter(pk__in=found)


class Category(models.Model):
    """A place for articles. `names` and `descriptions` are by language; `key` stands in addresses.

    Below a product's category everything is about that product.
    """

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=80, unique=True)
    names = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("id")), name="category_not_in_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def with_all_below(self) -> list[int]:
        """The keys of the category and of all that stand below it, in one query."""
        parents = dict(Category.objects.values_list("pk", "parent"))

        def is_below(pk: int | None) -> bool:
            return pk is not None and (pk == self.pk or is_below(parents[pk]))

        return [pk for pk in parents if is_below(pk)]

    @property
    def name(self) -> str:
        """In the reader's language."""
        texts: Texts = self.names
        return in_readers_language(texts) or self.key

    @property
    def description(self) -> str:
        texts: Texts = self.descriptions
        return in_readers_language(texts)
