"""The terms in the database: their numbers, and in how many entries each stands.

Only who holds the lock (`reading.locked`) changes them, so changes are seen in their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from kundportal.search.analysis import compounds
from kundportal.search.analysis.languages import language as rules_of
from kundportal.search.analysis.lexicon import lexicon
from kundportal.search.models import Term

READ_BY = 1  # grows when `folding.words` sees other words in a text than it did
BEGIN = """
INSERT INTO search_corpus AS corpus (language, made, frequencies, change, read_by)
VALUES (%s, gen_random_uuid(), '{}', 1, %s)
ON CONFLICT (language) DO UPDATE SET change = corpus.change + 1 RETURNING change"""
ENTER = """
INSERT INTO search_term (language, word, parts)
SELECT %s, new.word, string_to_array(new.parts, ' ')
FROM unnest(%s::text[], %s::text[]) AS new (word, parts) RETURNING word, id"""
COUNT = """
UPDATE search_term AS term SET change = %s,
    documents = greatest(0, term.documents + counted.documents),
    strong = greatest(0, term.strong + counted.strong)
FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS counted (id, documents, strong)
WHERE term.id = counted.id"""
COUNT_ENTRIES = """
UPDATE search_corpus SET entries = greatest(0, entries + %s), length = greatest(0, length + %s)
WHERE language = %s"""
SPLIT = """
UPDATE search_term AS term SET change = %s, parts = string_to_array(new.parts, ' ')
FROM unnest(%s::bigint[], %s::text[]) AS new (id, parts) WHERE term.id = new.id"""
RECOUNT = """
WITH counted AS (
    SELECT left(word, -1) AS number, sum(ndoc)::int AS documents,
        sum(ndoc) FILTER (WHERE word LIKE '%%A')::int AS strong
    FROM ts_stat('SELECT index FROM search_entry WHERE index IS NOT NULL') GROUP BY 1)
UPDATE search_term AS term SET documents = coalesce(counted.documents, 0),
    strong = coalesce(counted.strong, 0)
FROM search_term AS known LEFT JOIN counted ON counted.number = to_hex(known.id)
WHERE known.id = term.id AND (term.documents, term.strong)
    <> (coalesce(counted.documents, 0), coalesce(counted.strong, 0))"""
RECOUNT_ENTRIES = """
UPDATE search_corpus AS corpus SET change = corpus.change + 1, made = gen_random_uuid(),
    entries = coalesce(counted.entries, 0), length = coalesce(counted.length, 0)
FROM search_corpus AS known LEFT JOIN (
    SELECT language, count(*) AS entries, sum(length) AS length
    FROM search_entry WHERE index IS NOT NULL GROUP BY language) AS counted USING (language)
WHERE known.language = corpus.language"""


def begin(language: str) -> int:
    """The number of a change that now begins."""
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, [language, READ_BY])
        (change,) = cursor.fetchone()
    return int(change)


def numbers(language: str, words: Iterable[str]) -> dict[str, int]:
    """The number of each word, given to those that have none yet."""
    wanted = set(words)
    found = Term.objects.numbers(language, wanted)
    missing = sorted(wanted - found.keys())
    if missing:
        parts = parts_of(language, missing, {*wanted, *Term.objects.words(language)})
        with connection.cursor() as cursor:
            cursor.execute(ENTER, [language, missing, [" ".join(parts[one]) for one in missing]])
            found |= dict(cursor.fetchall())
    return found


def parts_of(language: str, words: Iterable[str], known: set[str]) -> dict[str, tuple[str, ...]]:
    """The dictionary form of each word, and those of the words that it is made of."""
    rules, base = rules_of(language), lexicon(language).base
    return {word: compounds.parts(word, rules, base, known.__contains__) for word in words}


def count(change: int, documents: Counter[int], strong: Counter[int]) -> None:
    """Notes that terms stand in so many more entries, or fewer."""
    changed = sorted(one for one in {*documents, *strong} if documents[one] or strong[one])
    if changed:
        columns = [[counter[one] for one in changed] for counter in (documents, strong)]
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [change, changed, *columns])


def count_entries(language: str, entries: int, length: int) -> None:
    """Notes that there are so many more entries of a language, and so much longer they are."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ENTRIES, [entries, length, language])


def recount() -> None:
    """Counts all anew, and forgets the terms that stand nowhere.

    It makes the corpus another one, so that every process reads all of it again.
    """
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
        cursor.execute(RECOUNT_ENTRIES)
    Term.objects.forget_unused()


def split_anew(language: str) -> None:
    """Splits the words into parts by all the words that are known now."""
    terms = Term.objects.with_parts(language)
    words = [word for _number, word, _parts in terms]
    parts = parts_of(language, words, set(words))
    changed = [(number, " ".join(parts[word])) for number, word, before in terms
               if parts[word] != tuple(before)]  # fmt: skip
    if changed:
        with connection.cursor() as cursor:
            columns = [list(column) for column in zip(*changed, strict=True)]
            cursor.execute(SPLIT, [begin(language), *columns])
