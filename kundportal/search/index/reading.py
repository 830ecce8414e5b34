"""Reading entries into words: what the worker does with those that have changed."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from django.db import InterfaceError, OperationalError, connection, transaction

from kundportal.search.analysis.folding import words
from kundportal.search.index import packing, vocabulary
from kundportal.search.models import Corpus, Entry, Gone

_log = logging.getLogger(__name__)
AT_ONCE = 500
LOCK = 0x73656172  # names our lock among the advisory locks
WRITE = """
UPDATE search_entry AS entry SET
    index = array_to_tsvector(string_to_array(coalesce(made.index, ''), ' ')),
    words = decode(made.words, 'hex'), length = made.length, is_stale = false
FROM unnest(%s::bigint[], string_to_array(%s, ','), string_to_array(%s, ','), %s::int[])
    AS made (id, index, words, length)
WHERE entry.id = made.id"""


@contextmanager
def locked() -> Iterator[None]:
    """One at a time changes the index, in a transaction."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def read_some(*, after: int = 0, all: bool = False) -> int:  # noqa: A002
    """Reads some of the stale entries after a key, or with `all` some of all of those.

    Gives the key of the last one, or 0 when there was none.
    """
    with locked():
        waiting = Entry.objects.all() if all else Entry.objects.stale()
        rows = waiting.filter(pk__gt=after).order_by("pk")
        entries = list(rows.select_for_update(of=("self",))[:AT_ONCE])
        by_language: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_language[entry.language].append(entry)
        for language, some in sorted(by_language.items()):
            _read_each(language, some)
        return entries[-1].pk if entries else 0


def _read_each(language: str, entries: list[Entry]) -> None:
    """Reads them; passes over one that can't be read, which stays stale: staff are told of it."""
    try:
        with transaction.atomic():
            _read(language, entries)
    except (OperationalError, InterfaceError):
        raise  # the database is gone, for all of them
    except Exception as fault:  # noqa: BLE001 whatever it is, the others are read
        if len(entries) == 1:
            _log.error("entry %s could not be read: %s", entries[0].pk, type(fault).__name__)
            return
        for one in entries:
            _read_each(language, [one])


def _read(language: str, entries: list[Entry]) -> None:
    title = [words(f"{entry.title}\n{entry.phrasings}", packing.MOST_WORDS) for entry in entries]
    text = [words(entry.text, packing.MOST_WORDS) for entry in entries]
    change = vocabulary.begin(language)
    numbers = vocabulary.numbers(language, chain(*title, *text))
    packed = [
        packing.pack((numbers[one] for one in head), (numbers[one] for one in body))
        for head, body in zip(title, text, strict=True)
    ]
    _count(language, change, [bytes(one.words) for one in entries if one.words], packed)
    _write(entries, packed)


def take_out() -> None:
    """Counts the words of entries no more that are gone."""
    if not Gone.objects.exists():
        return
    with locked():
        gone = list(Gone.objects.select_for_update(skip_locked=True)[:AT_ONCE])
        for language in sorted({one.language for one in gone}):
            packed = [bytes(one.words) for one in gone if one.language == language]
            _count(language, vocabulary.begin(language), packed, [])
        Gone.objects.filter(pk__in=[one.pk for one in gone]).delete()


def read_anew_by_version() -> None:
    """Has everything read again that an earlier analysis has read."""
    for language in Corpus.objects.read_otherwise(vocabulary.READ_BY):
        with locked():
            Entry.objects.filter(language=language).read_anew()
            Corpus.objects.filter(language=language).update(read_by=vocabulary.READ_BY)


def recount() -> None:
    """Counts all anew."""
    with locked():
        vocabulary.recount()


def _count(language: str, change: int, before: list[bytes], now: list[bytes]) -> None:
    """Notes what an index has in place of what it had."""
    documents, strong = Counter[int](), Counter[int]()
    for some, sign in ((before, -1), (now, 1)):
        for packed in some:
            terms, of_title = packing.sorts_of(packed)
            for counter, found in ((documents, terms), (strong, of_title)):
                counter.update(found) if sign > 0 else counter.subtract(found)
    longer = sum(map(packing.length, now)) - sum(map(packing.length, before))
    vocabulary.count(change, documents, strong)
    vocabulary.count_entries(language, len(now) - len(before), longer)


def _write(entries: list[Entry], packed: list[bytes]) -> None:
    # Texts and bytes go as one text each: a list of them is quoted one by one, which takes longer.
    indexes = ",".join(" ".join(packing.lexemes(*packing.sorts_of(one))) for one in packed)
    words_of_all = ",".join(one.hex() for one in packed)
    keys, lengths = [entry.pk for entry in entries], [packing.length(one) for one in packed]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [keys, indexes, words_of_all, lengths])
