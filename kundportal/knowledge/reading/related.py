"""What else to read: articles that stand beside this one, those with the same words first."""

from __future__ import annotations

import re
from typing import Any

from kundportal.knowledge.models import Translation

MOST = 5
LOOKED_AT = 30
_WORDS = re.compile(r"\w{4,}")
_STEM = 5  # letters, so that "lösenordet" is like "lösenord"


def related_to(article: Translation, reader: Any) -> list[Translation]:
    """Others of its category, or of the one above, in one query however many there are."""
    found = Translation.objects.readable_by(reader).beside(article)[:LOOKED_AT]
    wanted, category = _stems(article), article.article.category_id

    def rank(one: Translation) -> tuple[int, bool]:
        return -len(wanted & _stems(one)), one.article.category_id != category

    return sorted(found, key=rank)[:MOST]


def _stems(article: Translation) -> set[str]:
    assert article.published
    said = f"{article.published.title} {article.published.lead}"
    return {word[:_STEM] for word in _WORDS.findall(said.lower())}
