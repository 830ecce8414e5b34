"""Where articles stand: a tree, whose first level are products or subjects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.db.models import Count, Q

from kundportal.history.models import record
from kundportal.knowledge.editing import sorting
from kundportal.knowledge.roles import demand_lead
from kundportal.lib.texts import Texts, in_readers_language
from kundportal.people.models import Person
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

    def with_counts(self) -> CategoryQuerySet:
        """Adds `article_count` to each: how many articles stand in it, withdrawn ones too."""
        return self.annotate(article_count=Count("articles"))

    def tree(self) -> list[Category]:
        """All of them, each before those below it, with its `depth`."""
        children: dict[int | None, list[Category]] = {}
        for one in self.for_tree():
            children.setdefault(one.parent_id, []).append(one)

        def walk(parent: int | None, depth: int) -> Iterator[Category]:
            for one in children.get(parent, []):
                one.depth = depth
                yield one
                yield from walk(one.pk, depth + 1)

        return list(walk(None, 0))

    def home_of(self, product_id: int | None) -> Category | None:
        """Where an article about a product begins: the product's first category, else the first."""
        places = self.filter(parent=None).order_by("position", "pk")
        return places.filter(product=product_id).first() or places.first()

    @transaction.atomic
    def add(
        self,
        *,
        by: Person | None,
        names: Texts,
        descriptions: Texts | None = None,
        parent: Category | None = None,
        product: Product | None = None,
        once: UUID | None = None,
    ) -> Category:
        """Adds a category, last among its neighbours. The same `once` again gives the first one."""
        demand_lead(by)
        if sent := once and self.filter(once=once).first():
            return sent
        sorting.demand_room(None, below=parent)
        added = self.create(
            key=sorting.free_key(names), names=names, descriptions=descriptions or {},
            parent=parent, product=parent.product if parent else product, once=once,
            position=self.filter(parent=parent).count(),
        )  # fmt: skip
        record("category.added", thing=added, by=by)
        return added


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
    once = models.UUIDField(null=True, unique=True)

    depth: int
    article_count: int

    objects = CategoryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("id")), name="category_not_in_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language."""
        texts: Texts = self.names
        return in_readers_language(texts) or self.key

    @property
    def description(self) -> str:
        """In the reader's language."""
        texts: Texts = self.descriptions
        return in_readers_language(texts)

    def and_below(self) -> list[int]:
        """The keys of it and of all that stand below it."""
        found, level = [self.pk], [self.pk]
        while level:
            rows = Category.objects.filter(parent__in=level).exclude(pk__in=found)
            level = list(rows.values_list("pk", flat=True))
            found += level
        return found

    @transaction.atomic
    def change(
        self,
        *,
        by: Person,
        names: Texts,
        descriptions: Texts,
        parent: Category | None,
        product: Product | None,
    ) -> None:
        """Changes what it is called and where it stands, with all that is below it."""
        demand_lead(by)
        sorting.change(
            self, by=by, names=names, descriptions=descriptions, parent=parent, product=product
        )

    @transaction.atomic
    def move(self, *, to: int, by: Person) -> None:
        """Gives it another place among its neighbours, counted from 0."""
        demand_lead(by)
        sorting.move(self, to=to, by=by)

    @transaction.atomic
    def merge(self, *, into: Category, by: Person) -> None:
        """Gives what stands in it to another category, and takes it away."""
        demand_lead(by)
        sorting.merge(self, into=into, by=by)

    @transaction.atomic
    def remove(self, *, by: Person) -> None:
        """Takes it away, if nothing stands in it."""
        demand_lead(by)
        sorting.remove(self, by=by)
