"""Where articles stand, for those who show many of them."""

from __future__ import annotations

from collections.abc import Iterable

from kundportal.knowledge.models import Article
from kundportal.lib.texts import in_readers_language

# A category and those above it. No models are made of them: a page of hits needs their names alone.
LEVELS = ["category" + "__parent" * above for above in range(4)]
ASKED = ["pk", "category__product__name", *(f"{level}__names" for level in LEVELS)]


def places(articles: Iterable[int]) -> dict[int, list[str]]:
    """Product and categories of each article by name, the outermost first, in one query."""
    keys = [*articles]
    if not keys:
        return {}
    rows = Article.objects.filter(pk__in=keys).values_list(*ASKED)
    return {pk: _place(product, [*reversed(names)]) for pk, product, *names in rows}


def _place(product: str | None, texts: list[dict[str, str] | None]) -> list[str]:
    names = [in_readers_language(one) for one in texts if one]
    return names if product is None or product in names else [product, *names]
