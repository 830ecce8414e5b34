"""What else to read: articles that stand beside this one, those with the same words first."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q

from kundportal.knowledge.models import Category, Translation

MOST = 5
LOOKED_AT = 60
_WORDS = re.compile(r"\w{4,}")
_STEM = 5  # letters, so that "lösenordet" is like "lösenord"


def related_to(article: Translation, reader: Any) -> list[Translation]:
    """Others of its category and those beside it, in one query however many there are."""
    category: Category = article.article.category
    near = Q(article__category=category)
    if category.parent_id:
        near |= Q(article__category__parent=category.parent_id)
        near |= Q(article__category=category.parent_id)
    found = Translation.objects.readable_by(reader).near(article, near)[:LOOKED_AT]
    wanted = _stems(article)

    def rank(one: Translation) -> tuple[int, bool]:
        return -len(wanted & _stems(one)), one.article.category_id != category.pk

    return sorted(found, key=rank)[:MOST]


def _stems(article: Translation) -> set[str]:
    assert article.published
    said = f"{article.published.title} {article.published.lead}"
    return {word[:_STEM] for word in _WORDS.findall(said.lower())}
