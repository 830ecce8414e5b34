"""Where articles stand, for those who show many of them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import connection

from kundportal.lib.texts import in_readers_language

# A category and those above it, the innermost first. Written out and without models, since a page
# of hits needs their names alone.
LEVELS = 4
ASKED = """
WITH RECURSIVE place AS (
    SELECT article.id, 1 AS level, category.names, category.parent_id, category.product_id
    FROM knowledge_article AS article
    JOIN knowledge_category AS category ON category.id = article.category_id
    WHERE article.id = ANY(%s)
    UNION ALL
    SELECT place.id, place.level + 1, category.names, category.parent_id, place.product_id
    FROM place JOIN knowledge_category AS category ON category.id = place.parent_id
    WHERE place.level < %s)
SELECT place.id, place.names::text, product.name FROM place
LEFT JOIN products_product AS product ON product.id = place.product_id
ORDER BY place.id, place.level DESC"""


def places(articles: Iterable[int]) -> dict[int, list[str]]:
    """Product and categories of each article by name, the outermost first, in one query."""
    keys = [*articles]
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [keys, LEVELS])
        rows = cursor.fetchall()
    found: dict[int, list[str]] = {}
    products: dict[int, str | None] = {}
    for key, names, product in rows:
        above = found.setdefault(key, [])
        if name := in_readers_language(json.loads(names)):
            above.append(name)
        products[key] = product
    for key, names in found.items():
        product = products[key]
        if product is not None and product not in names:
            names.insert(0, product)
    return found
