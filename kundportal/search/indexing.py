"""Rooms put their texts into search, and take them out, in the transaction that changes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import transaction

from kundportal.lib.queue import defer
from kundportal.products.models import Product
from kundportal.search.models import Audience, Entry

READ = "kundportal.search.jobs.read"


@dataclass(frozen=True, kw_only=True)
class Text:
    """What can be found of a thing in one language. `text` is plain, without Markdown signs.

    `sections` has the anchor, the title and the place in `text` of each part that can be led to.
    """

    kind: str
    thing_id: int
    language: str
    title: str
    address: str
    text: str = ""
    phrasings: str = ""
    sections: list[tuple[str, str, int]] = field(default_factory=list)
    audience: str = Audience.EVERYONE
    organisations: list[int] = field(default_factory=list)
    product: Product | None = None
    is_dated: bool = False


@transaction.atomic
def put(text: Text) -> None:
    """Has the text found from now on, in place of what the thing had in that language.

    Who may find it counts at once; its words do when the worker has read them, within seconds.
    """
    given = {key: getattr(text, key) for key in asdict(text)}
    key = {name: given.pop(name) for name in ("kind", "thing_id", "language")}
    Entry.objects.update_or_create(**key, defaults={**given, "is_stale": True})
    defer(READ)


@transaction.atomic
def remove(kind: str, thing_id: int, languages: Iterable[str] | None = None) -> None:
    """Has the thing found no more, in these languages or in any."""
    entries = Entry.objects.of(kind, thing_id)
    if languages is not None:
        entries = entries.filter(language__in=list(languages))
    entries.take_out()
    defer(READ)
