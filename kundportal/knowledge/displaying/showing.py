"""Articles with what their links and files lead to, for the person who reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import override

from kundportal.knowledge.displaying.rendering import Rendered, render
from kundportal.knowledge.models import Revision, Translation

MOST_LINKED = 200


def show(
    revision: Revision,
    *,
    language: str,
    reader: Any,
    address: Callable[[str], str | None] | None = None,
    top: int = 2,
) -> Rendered:
    """A revision in its language; `address` gives where its files are had.

    Asks the database only when it links to other articles, and then once.
    """

    def linked(numbers: set[int]) -> dict[int, str]:
        return addresses(numbers, reader=reader, language=language) if numbers else {}

    with override(language):
        return render(revision.text, address=address, linked=linked, top=top)


def addresses(numbers: set[int], *, reader: Any, language: str) -> dict[int, str]:
    """Where the reader finds those that they may read: in the language, else in the original."""
    found = Translation.objects.readable_by(reader).for_reading()
    wanted = found.filter(article__in=sorted(numbers)[:MOST_LINKED])
    return {one.article_id: one.address for one in best(wanted, language)}


def best(found: Iterable[Translation], language: str) -> list[Translation]:
    """One translation of each article, in their order: in the language, else the original."""
    chosen: dict[int, Translation] = {}
    for one in found:
        before = chosen.setdefault(one.article_id, one)
        if _rank(one, language) > _rank(before, language):
            chosen[one.article_id] = one
    return list(chosen.values())


def _rank(one: Translation, language: str) -> tuple[bool, bool]:
    return one.language == language, one.is_original
