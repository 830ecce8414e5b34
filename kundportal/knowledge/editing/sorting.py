"""Changing the tree of categories; articles that are about another product are found anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.text import slugify

from kundportal.history.models import record
from kundportal.lib.queue import defer
from kundportal.lib.texts import Texts
from kundportal.people.models import Person
from kundportal.products.models import Product

if TYPE_CHECKING:
    from kundportal.knowledge.models.category import Category

DEEPEST = 4  # levels


class NotEmpty(Exception):
    """Something stands in the category."""


class Misplaced(Exception):
    """A category can't stand in itself, or below it, or deeper than the tree goes."""


def free_key(names: Texts) -> str:
    """A key for the addresses of a new category."""
    begins = slugify(names.get("sv") or next(iter(names.values()), ""))[:70] or "category"
    taken = set(_all().filter(key__startswith=begins).values_list("key", flat=True))
    number, key = 2, begins
    while key in taken:
        key, number = f"{begins}-{number}", number + 1
    return key


def change(
    category: Category,
    *,
    by: Person,
    names: Texts,
    descriptions: Texts,
    parent: Category | None,
    product: Product | None,
) -> None:
    """The body of `Category.change`."""
    locked = _locked(category)
    product = parent.product if parent else product
    wanted: dict[str, Any] = {
        "names": names, "descriptions": descriptions, "parent": parent, "product": product,
    }  # fmt: skip
    changed = [name for name, value in wanted.items() if getattr(locked, name) != value]
    if not changed:
        return
    if "parent" in changed:
        demand_room(category, below=parent)
        category.position = _all().filter(parent=parent).count()
    for name in changed:
        setattr(category, name, wanted[name])
    category.save(update_fields=[*changed, "position"])
    record("category.changed", thing=category, by=by, fields=changed)
    if "product" in changed:
        _all().filter(pk__in=category.and_below()).update(product=product)
        _enter_later(category)


def demand_room(category: Category | None, *, below: Category | None) -> None:
    """Raises Misplaced where the tree would run in a circle, or grow too deep."""
    inside, depth = set(category.and_below()) if category else set(), 1
    while below is not None:
        if below.pk in inside or depth >= DEEPEST:
            raise Misplaced
        below, depth = below.parent, depth + 1


def move(category: Category, *, to: int, by: Person) -> None:
    """The body of `Category.move`."""
    rows = _all().filter(parent=category.parent_id).select_for_update(of=("self",))
    order = [one for one in rows.order_by("position", "pk") if one.pk != category.pk]
    order.insert(min(max(to, 0), len(order)), category)
    for position, one in enumerate(order):
        one.position = position
        one.save(update_fields=["position"])
    record("category.placed", thing=category, by=by)


def merge(category: Category, *, into: Category, by: Person) -> None:
    """The body of `Category.merge`."""
    _locked(category)
    if into.pk in category.and_below():
        raise Misplaced
    record("category.merged", thing=category, by=by, into=into.pk)
    category.articles.update(category=into)
    told = category.subscriptions.exclude(person__in=into.subscriptions.values("person"))
    told.update(category=into)
    below = [pk for one in category.children.all() for pk in one.and_below()]
    category.children.update(parent=into)
    _all().filter(pk__in=below).update(product=into.product)
    category.delete()
    _enter_later(into)


def remove(category: Category, *, by: Person) -> None:
    """The body of `Category.remove`."""
    _locked(category)
    if category.articles.exists() or category.children.exists():
        raise NotEmpty
    record("category.removed", thing=category, by=by)
    category.delete()


def _enter_later(category: Category) -> None:
    defer("kundportal.knowledge.jobs.enter_category", category_id=category.pk)


def _all() -> Any:
    return apps.get_model("knowledge.Category")._default_manager.all()


def _locked(category: Category) -> Category:
    found: Category = _all().select_for_update(of=("self",)).get(pk=category.pk)
    return found
