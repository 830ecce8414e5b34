"""Reading entries into words: what the worker does with those that have changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db import connection, transaction

from kundportal.search import packing, vocabulary
from kundportal.search.models import Corpus, Entry
from kundportal.search.provisional import impacts

AT_ONCE = 200
LOCK = 0x73656172  # names our lock among the advisory locks: entries are read by one at a time
WRITE = """
UPDATE search_entry AS entry SET index = array_to_tsvector(string_to_array(made.index, ' ')),
    impacts = made.impacts, length = made.length, is_stale = false
FROM unnest(%s::bigint[], %s::text[], %s::bytea[], %s::int[])
    AS made (id, index, impacts, length)
WHERE entry.id = made.id"""


def read_some(*, after: int = 0, all: bool = False) -> int:  # noqa: A002
    """Reads some of the stale entries, or with `all` some of those after a key.

    Gives the key of the last one, or 0 when there was none.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        waiting = Entry.objects.filter(pk__gt=after) if all else Entry.objects.stale()
        entries = list(waiting.order_by("pk").select_for_update(of=("self",))[:AT_ONCE])
        if entries:
            _read(entries)
        return entries[-1].pk if entries else 0


def _read(entries: list[Entry]) -> None:
    means = Corpus.objects.means()
    said: dict[str, dict[int, dict[str, float]]] = defaultdict(dict)
    changes: Counter[int] = Counter()
    more: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for entry in entries:
        before = entry.length
        said[entry.language][entry.pk], entry.length = impacts(
            entry.title, entry.phrasings, entry.text, means.get(entry.language, 0)
        )
        changes.subtract(packing.numbers_in(entry.impacts))
        more[entry.language][0] += entry.index is None
        more[entry.language][1] += entry.length - before
    numbered: dict[int, dict[int, float]] = {}
    for language, by_entry in said.items():
        numbers = vocabulary.numbers(language, (one for some in by_entry.values() for one in some))
        for pk, some in by_entry.items():
            numbered[pk] = {numbers[one]: impact for one, impact in some.items()}
            changes.update(numbered[pk].keys())
    _write(entries, numbered)
    vocabulary.count(changes)
    for language, (number, length) in sorted(more.items()):
        vocabulary.count_entries(language, number, length)


def _write(entries: Iterable[Entry], numbered: dict[int, dict[int, float]]) -> None:
    rows = [
        (entry.pk, " ".join(packing.vector(numbered[entry.pk])),
         packing.pack(numbered[entry.pk]), entry.length)
        for entry in entries
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [list(column) for column in zip(*rows, strict=True)])
