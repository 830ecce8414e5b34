"""The numbers of terms, and in how many entries each stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import connection, transaction

from kundportal.search.models import Term

ENTER = """
INSERT INTO search_term (language, text, documents)
SELECT %s, one, 0 FROM unnest(%s::text[]) AS one
ON CONFLICT (language, text) DO NOTHING RETURNING text, id"""
COUNT = """
UPDATE search_term SET documents = greatest(0, documents + counted.change)
FROM unnest(%s::bigint[], %s::int[]) AS counted (id, change) WHERE search_term.id = counted.id"""
COUNT_ENTRIES = """
INSERT INTO search_corpus AS corpus (language, entries, length) VALUES (%s, %s, %s)
ON CONFLICT (language) DO UPDATE SET
    entries = greatest(0, corpus.entries + excluded.entries),
    length = greatest(0, corpus.length + excluded.length)"""
RECOUNT = """
WITH counted AS (
    SELECT left(word, -1) AS number, sum(ndoc)::int AS documents
    FROM ts_stat('SELECT index FROM search_entry WHERE index IS NOT NULL') GROUP BY 1)
UPDATE search_term AS term SET documents = coalesce(counted.documents, 0)
FROM search_term AS known LEFT JOIN counted ON counted.number = to_hex(known.id)
WHERE known.id = term.id AND term.documents <> coalesce(counted.documents, 0)"""
RECOUNT_ENTRIES = """
DELETE FROM search_corpus;
INSERT INTO search_corpus (language, entries, length)
SELECT language, count(*), sum(length) FROM search_entry WHERE index IS NOT NULL
GROUP BY language"""


def numbers(language: str, texts: Iterable[str]) -> dict[str, int]:
    """The number of each term, given to those that have none yet."""
    wanted = set(texts)
    found = Term.objects.numbers(language, wanted)
    missing = sorted(wanted - found.keys())
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(ENTER, [language, missing])
            found |= dict(cursor.fetchall())
    return found


def count(changes: Mapping[int, int]) -> None:
    """Notes that terms stand in so many more entries, or fewer."""
    changed = {number: by for number, by in sorted(changes.items()) if by}
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [list(changed), list(changed.values())])


def count_entries(language: str, entries: int, length: int) -> None:
    """Notes that there are so many more entries of a language, and so much longer they are."""
    if entries or length:
        with connection.cursor() as cursor:
            cursor.execute(COUNT_ENTRIES, [language, entries, length])


@transaction.atomic
def count_out(language: str, numbers: Iterable[int], length: int) -> None:
    """Notes that an entry is gone."""
    count(Counter(dict.fromkeys(numbers, -1)))
    count_entries(language, -1, -length)


@transaction.atomic
def recount() -> None:
    """Counts all anew, and forgets the terms that stand nowhere."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
        cursor.execute(RECOUNT_ENTRIES)
    Term.objects.forget_unused()
