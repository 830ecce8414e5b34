"""The entries that are worth scoring: found in the index, the rarest terms first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from kundportal.search import packing
from kundportal.search.models import Entry

MOST_SCORED = 400
LOOKED_AT = 1200  # how many places of the index are gone to, before access is asked
KNOWN = """
SELECT term.text, term.id, term.documents, corpus.entries
FROM search_term AS term JOIN search_corpus AS corpus ON corpus.language = term.language
WHERE term.language = %s AND term.text = ANY(%s) AND term.documents > 0"""
BEGINS = """
UNION (SELECT term.text, term.id, term.documents, corpus.entries
FROM search_term AS term JOIN search_corpus AS corpus ON corpus.language = term.language
WHERE term.language = %s AND term.text LIKE %s AND term.documents > 0
ORDER BY documents DESC LIMIT 20)"""


@dataclass(frozen=True)
class Known:
    """A term of the question that stands somewhere, and what it weighs."""

    text: str
    number: int
    documents: int
    weight: float


def known(language: str, terms: Iterable[str], begins: str = "") -> list[Known]:
    """Those of the terms that stand somewhere, and those that begin so, the heaviest first."""
    sql = KNOWN
    values: list[Any] = [language, list(terms)]
    if begins:
        sql, values = sql + BEGINS, [*values, language, f"{begins}%"]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    found = [
        Known(text, number, documents, log(1 + (entries - documents + 0.5) / (documents + 0.5)))
        for text, number, documents, entries in rows
    ]
    return sorted(found, key=lambda one: -one.weight)


def query(terms: list[Known]) -> str:
    """The tsquery: the rarest terms, until what they lead to is enough."""
    chosen: list[str] = []
    places = 0
    for one in terms:
        if chosen and places + one.documents > LOOKED_AT:
            break
        chosen += [packing.lexeme(one.number, at) for at in range(len(packing.LEVELS))]
        places += one.documents
    return " | ".join(chosen)


def scored(entries: QuerySet[Entry], terms: list[Known]) -> list[tuple[int, float]]:
    """The keys of the best of the entries, with their scores, best first."""
    if not terms:
        return []
    weights: Mapping[int, float] = {one.number: one.weight for one in terms}
    there = entries.extra(where=["index @@ %s::tsquery"], params=[query(terms)])
    found = []
    for pk, packed in there.values_list("pk", "impacts")[:MOST_SCORED]:
        there_of = packing.pick(packed, weights)
        found.append((pk, sum(weights[one] * impact for one, impact in there_of.items())))
    return sorted(found, key=lambda one: (-one[1], one[0]))
