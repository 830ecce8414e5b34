"""What is read most."""

from __future__ import annotations

from typing import Any

from kundportal.knowledge.models import Translation


def most_read(reader: Any, language: str, *, most: int) -> list[Translation]:
    """The articles that are read most, of those that the reader may read."""
    numbers = ranking()
    if not numbers:
        return []
    readable = Translation.objects.readable_by(reader).in_language(language)
    found = readable.among(numbers).for_lists()
    return sorted(found, key=lambda one: numbers.index(one.article_id))[:most]


def ranking() -> list[int]:
    """The numbers of the articles that are read most by all, the first first."""
    return []
