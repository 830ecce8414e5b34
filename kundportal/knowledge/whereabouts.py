"""Where articles stand, for those who show many of them."""

from __future__ import annotations

from collections.abc import Iterable

from kundportal.knowledge.models import Article, Category


def places(articles: Iterable[int]) -> dict[int, list[str]]:
    """Product and categories of each article by name, the outermost first, in one query."""
    above = "category__parent__parent__parent"
    rows = Article.objects.filter(pk__in=[*articles]).select_related(above, "category__product")
    return {one.pk: _place(one.category) for one in rows}


def _place(category: Category) -> list[str]:
    names = _above(category)
    product = category.product
    return names if product is None or product.name in names else [product.name, *names]


def _above(category: Category | None) -> list[str]:
    return [] if category is None else [*_above(category.parent), category.name]
