"""The entries that are worth scoring, found in the index with a bounded amount of work.

A pool of entries is gathered by the most telling words, as many of them as lead to few enough
entries; by a word that is too common for that, those entries which are about it. Of the pool, the
entries are kept that have most of what was asked, word by word. All in one question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from kundportal.search.analysis.question import Asked, Question
from kundportal.search.answering.scoring import Document
from kundportal.search.index import packing
from kundportal.search.index.knowing import Language, State
from kundportal.search.models import Entry
from kundportal.search.models.audience import Standing

ALL = 300  # entries of a language: so few are all scored
KEPT, KEPT_WHILE_TYPED = 64, 32
BY_TERMS, BY_STRONG = 400, 200  # places in the index that are gone to
WIDER = 10  # times as many, when access or a filter left next to nothing
FEW = 20
MOST_TERMS, MOST_ASKED, MOST_OF_ASKED = 120, 5, 5
STRONGER = 2  # that an entry is about the word counts this part of the word's worth more
SQL = """
SELECT corpus.language, found.id, found.words,
    corpus.made, corpus.change, corpus.said, corpus.counted
FROM search_corpus AS corpus LEFT JOIN (
    SELECT id, words FROM ({visible} AND index @@ %s::tsquery LIMIT %s) AS pool
    ORDER BY {worth} DESC, id LIMIT %s) AS found ON true
WHERE corpus.language = %s"""
STATE = """
SELECT language, NULL::bigint, NULL::bytea, made, change, said, counted
FROM search_corpus WHERE language = %s"""
ONE = """CASE WHEN index @@ %s::tsquery
    THEN %s + CASE WHEN index @@ %s::tsquery THEN %s ELSE 0 END ELSE 0 END"""


class Among(NamedTuple):
    """The entries that are looked among: those a reader may read, some of them."""

    standing: Standing
    language: str
    kinds: tuple[str, ...] = ()
    product: int | None = None
    is_current: bool = False  # nothing past its date


class Asking(NamedTuple):
    """What is asked in a language, and among which of its entries."""

    entries: Among
    question: Question
    known: Language
    kept: int = KEPT


class Looked(NamedTuple):
    """What is worth scoring, how far the index has come, whether there may be more."""

    documents: list[Document]
    state: State | None
    is_cut: bool = False

    @property
    def is_thin(self) -> bool:
        return self.is_cut and len(self.documents) < FEW


def look(asking: Asking) -> Looked:
    """Those of the entries that are worth scoring."""
    (looked,) = look_in_each([asking])
    if looked.is_thin and looked.state == asking.known.state:
        (looked,) = look_in_each([asking], times=WIDER)
    return looked


def look_in_each(askings: Sequence[Asking], times: int = 1) -> list[Looked]:
    """The same in several languages, in one question to the database."""
    parts = [_part(asking, times) for asking in askings]
    with connection.cursor() as cursor:
        sql = " UNION ALL ".join(f"({sql})" for sql, _values, _is_cut in parts)
        cursor.execute(sql, [value for _sql, values, _is_cut in parts for value in values])
        rows = cursor.fetchall()
    found = []
    for asking, (_sql, _values, is_cut) in zip(askings, parts, strict=True):
        own = [row[1:] for row in rows if row[0] == asking.known.code]
        documents = [packing.document(row[0], row[1]) for row in own if row[0] is not None]
        found.append(Looked(documents, State(*own[0][2:]) if own else None, is_cut))
    return found


def _part(asking: Asking, times: int) -> tuple[str, list[Any], bool]:
    """The SQL of one language, its values, and whether something of the question is left out."""
    entries, question, known, kept = asking
    query, is_cut = _pool(question, known, times)
    if not query:
        return STATE, [known.code], False
    visible, values = _visible(entries)
    worth, weights = "(0 + 0)", list[Any]()
    if known.entries > ALL:
        worth, weights = _worth(question, known)
    else:
        kept = ALL
    pool = [*values, query, max(ALL, (BY_TERMS + BY_STRONG) * times)]
    sql = SQL.format(visible=visible, worth=worth)
    return sql, [*pool, *weights, kept, known.code], is_cut


@lru_cache(maxsize=1024)
def _visible(among: Among) -> tuple[str, tuple[Any, ...]]:
    """The SQL of the entries. Django takes longer to write it than PostgreSQL to find them."""
    entries = Entry.objects.visible_as(among.standing).filter(language=among.language)
    if among.kinds:
        entries = entries.filter(kind__in=among.kinds)
    if among.product is not None:
        entries = entries.filter(product=among.product)
    if among.is_current:
        entries = entries.filter(is_dated=False)
    sql, values = entries.order_by().values("id", "words", "index").query.sql_with_params()
    return sql, tuple(values)


def _pool(question: Question, known: Language, times: int) -> tuple[str, bool]:
    """The tsquery of the pool, and whether something of the question is left out of it."""
    terms = [term for term in question.terms() if known.documents.get(term)][:MOST_TERMS]
    if known.entries <= ALL:
        return _either(terms), False
    rare, common = _within(terms, known.documents, BY_TERMS * times)
    about, _more = _within(common, known.strong, BY_STRONG * times)
    chosen = [packing.strong(term) for term in about]
    chosen += [_either([term]) for term in rare]
    if not chosen:
        chosen = [(packing.strong if known.strong.get(term) else packing.plain)(term)
                  for term in common[:1]]  # fmt: skip
    return " | ".join(chosen), bool(common)


def _within(terms: list[int], numbers: Mapping[int, int], most: int) -> tuple[list[int], list[int]]:
    """The first terms that lead to no more entries together, and the others."""
    inside: list[int] = []
    outside: list[int] = []
    places = 0
    for term in terms:
        number = numbers.get(term, 0)
        if number and places + number <= most:
            inside.append(term)
            places += number
        else:
            outside.append(term)
    return inside, outside


def _worth(question: Question, known: Language) -> tuple[str, list[Any]]:
    """The SQL of how much of the question an entry has, and its values."""
    asked = sorted(question.words, key=lambda one: (one.is_small, -one.worth))
    parts: list[str] = []
    values: list[Any] = []
    seen = set()
    for one in asked[:MOST_ASKED]:
        terms = _saying(one, known)
        if terms and terms not in seen:
            seen.add(terms)
            parts.append(ONE)
            strong = " | ".join(map(packing.strong, terms))
            whole = round(100 * one.worth)  # PostgreSQL adds whole numbers in a tenth of the time
            values += [_either(terms), whole, strong, whole // STRONGER]
    return " + ".join(parts) or "(0 + 0)", values


def _saying(asked: Asked, known: Language) -> tuple[int, ...]:
    """The terms that say an asked word best."""
    same = [
        (-weight, term)
        for term, weight in asked.weights.items()
        if weight >= asked.worth / 2 and known.documents.get(term)
    ]
    return tuple(term for _weight, term in sorted(same)[:MOST_OF_ASKED])


def _either(terms: Iterable[int]) -> str:
    return " | ".join(f"{packing.strong(term)} | {packing.plain(term)}" for term in terms)
