"""Rooms put their texts into search, and take them out, in the transaction that changes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from kundportal.products.models import Product
from kundportal.search.models import Audience, Entry


@dataclass(frozen=True, kw_only=True)
class Text:
    """What can be found of a thing in one language. `text` is plain, without Markdown signs."""

    kind: str
    thing_id: int
    language: str
    title: str
    address: str
    text: str = ""
    phrasings: str = ""
    audience: str = Audience.EVERYONE
    organisations: list[int] = field(default_factory=list)
    product: Product | None = None
    is_dated: bool = False


def put(text: Text) -> None:
    """Has the text found from now on, in place of what the thing had in that language."""
    given = {key: getattr(text, key) for key in asdict(text)}
    key = {name: given.pop(name) for name in ("kind", "thing_id", "language")}
    Entry.objects.update_or_create(**key, defaults={**given, "is_stale": True})


def remove(kind: str, thing_id: int, languages: Iterable[str] | None = None) -> None:
    """Has the thing found no more, in these languages or in any."""
    entries = Entry.objects.of(kind, thing_id)
    (entries if languages is None else entries.filter(language__in=list(languages))).delete()
