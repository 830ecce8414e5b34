"""What search is compared with: PostgreSQL's own ranking, and BM25 on stems and on 4-grams."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from django.db import connection

from kundportal.search.analysis import folding

MOST = 10
REPEATED, LENGTH = 1.2, 0.75


def ranks(questions: Sequence[str], answers: Sequence[str]) -> dict[str, list[list[int]]]:
    """For each measure and question the keys of the answers, the best first."""
    stems = _stems([*questions, *answers])
    asked, texts = stems[: len(questions)], stems[len(questions) :]
    return {
        "PostgreSQL 'swedish', any word": _stock(questions, answers),
        "BM25, its stems": _bm25(asked, texts),
        "BM25, 4-grams": _bm25(list(map(_grams, questions)), list(map(_grams, answers))),
    }


def _stems(texts: Sequence[str]) -> list[list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT array_agg(lexeme) FROM unnest(to_tsvector('swedish', text)) AS w, "
            "unnest(w.positions)) FROM unnest(%s::text[]) WITH ORDINALITY AS t (text, n) "
            "ORDER BY n",
            [list(texts)],
        )
        return [row[0] or [] for row in cursor.fetchall()]


def _stock(questions: Sequence[str], answers: Sequence[str]) -> list[list[int]]:
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE stock AS SELECT n - 1 AS key, to_tsvector('swedish', text) "
            "AS words FROM unnest(%s::text[]) WITH ORDINALITY AS t (text, n)",
            [list(answers)],
        )
        for question in questions:
            cursor.execute(
                "SELECT key FROM stock, (SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery "
                "AS asked FROM unnest(to_tsvector('swedish', %s))) AS q WHERE words @@ asked "
                "ORDER BY ts_rank(words, asked, 1) DESC, key LIMIT %s",
                [question, MOST],
            )
            found.append([key for (key,) in cursor.fetchall()])
    return found


def _bm25(questions: Sequence[Sequence[str]], texts: Sequence[Sequence[str]]) -> list[list[int]]:
    counts = [Counter(text) for text in texts]
    documents = Counter(term for count in counts for term in count)
    average = sum(map(len, texts)) / len(texts)

    def score(asked: Sequence[str], key: int) -> float:
        held = REPEATED * (1 - LENGTH + LENGTH * len(texts[key]) / average)
        return sum(
            _rarity(documents[term], len(texts)) * often * (REPEATED + 1) / (often + held)
            for term in asked
            if (often := counts[key][term])
        )

    def best(asked: Sequence[str]) -> list[int]:
        scores = [(-score(asked, key), key) for key in range(len(texts))]
        return [key for worth, key in sorted(scores)[:MOST] if worth]

    return [best(asked) for asked in questions]


def _rarity(documents: int, of: int) -> float:
    return math.log(1 + (of - documents + 0.5) / (documents + 0.5))


def _grams(text: str) -> list[str]:
    """Runs of four letters within a word, its ends marked."""
    marked = [f"_{word}_" for word in folding.words(text)]
    return [word[at : at + 4] for word in marked for at in range(max(1, len(word) - 3))]
