"""The entries that are worth scoring, found in the index with a bounded amount of work.

Three ways, in one question to the database: by the most telling words, as many of them as lead to
few enough entries; by two asked words that stand together in an entry, where each is too common;
and by such a common word where the entry is about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, islice
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from kundportal.search import packing
from kundportal.search.analysis.question import Question
from kundportal.search.knowing import Language, State
from kundportal.search.models import Entry
from kundportal.search.scoring import Document

ALL = 300  # entries of a language: so few are all looked at
BY_WORDS, BY_PAIRS, BY_STRONG = 200, 100, 80
MOST_WORDS, MOST_PAIRED, MOST_OF_PAIR = 120, 5, 8
SQL = """
SELECT found.id, found.words, corpus.made, corpus.change, corpus.said, corpus.counted
FROM search_corpus AS corpus LEFT JOIN ({walks}) AS found ON true WHERE corpus.language = %s"""


class Way(NamedTuple):
    """A tsquery, and how many entries are taken of what it leads to."""

    query: str
    most: int


def look(
    entries: QuerySet[Entry], question: Question, known: Language
) -> tuple[list[Document], State | None]:
    """Those of the entries that are worth scoring, and how far the index has come."""
    visible, values = entries.order_by().values("pk", "words").query.sql_with_params()
    walks, given = ["(SELECT NULL::bigint AS id, NULL::bytea AS words WHERE false)"], []
    for way in ways(question, known):
        walks.append(f"({visible} AND index @@ %s::tsquery LIMIT %s)")
        given += [*values, way.query, way.most]
    with connection.cursor() as cursor:
        cursor.execute(SQL.format(walks=" UNION ALL ".join(walks)), [*given, known.code])
        rows = cursor.fetchall()
    found = {row[0]: row[1] for row in rows if row[0] is not None}
    documents = [packing.document(key, packed) for key, packed in found.items()]
    return documents, State(*rows[0][2:]) if rows else None


def ways(question: Question, known: Language) -> Iterator[Way]:
    """How the entries are looked for; nothing when no word of the question stands anywhere."""
    terms = [term for term in question.terms() if known.documents.get(term)]
    most = max(ALL, BY_WORDS) if known.entries <= ALL else BY_WORDS
    rare, common = _within(terms, known, most)
    if rare:
        yield Way(_either(rare), most)
    if not common:
        return
    groups = _groups(question, set(common))
    if pairs := [f"({_either(one)}) & ({_either(two)})" for one, two in combinations(groups, 2)]:
        yield Way(" | ".join(pairs), BY_PAIRS)
    about = [term for term in common if known.strong.get(term)]
    if about:
        yield Way(" | ".join(packing.strong(term) for term in about[:MOST_WORDS]), BY_STRONG)
    if not rare:
        yield Way(_either(common[:MOST_OF_PAIR]), BY_STRONG)


def _within(terms: list[int], known: Language, most: int) -> tuple[list[int], list[int]]:
    """The first terms that lead to so many entries together, and those that lead to more."""
    if known.entries <= ALL:
        return terms[:MOST_WORDS], []
    rare: list[int] = []
    common: list[int] = []
    places = 0
    for term in terms:
        number = known.documents[term]
        if places + number <= most and len(rare) < MOST_WORDS:
            rare.append(term)
            places += number
        elif number > most // 4:
            common.append(term)
    return rare, common


def _groups(question: Question, common: set[int]) -> list[list[int]]:
    """Of the asked words that weigh most, the common terms that say them."""
    asked = sorted((one for one in question.words if not one.is_small), key=lambda one: -one.worth)
    groups = []
    for one in asked:
        same = [term for term, weight in one.weights.items() if weight >= one.worth / 2]
        if group := [*islice((term for term in same if term in common), MOST_OF_PAIR)]:
            groups.append(group)
    return groups[:MOST_PAIRED]


def _either(terms: Iterable[int]) -> str:
    return " | ".join(f"{packing.strong(term)} | {packing.plain(term)}" for term in terms)
