"""The words of a language as a process knows them: read once, then only what has changed.

Whoever looks for entries is told in the same answer how far the index has come (`State`). A process
that lags behind catches up and looks once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from kundportal.search.analysis.question import Question
from kundportal.search.analysis.vocabulary import Staff, Vocabulary
from kundportal.search.analysis.vocabulary import Term as Word
from kundportal.search.models import Corpus, StopWord, Synonym, Term

MOST_BEGUN = 10


class State(NamedTuple):
    made: UUID
    change: int
    said: int
    counted: int


@dataclass(frozen=True)
class Language:
    """What a process knows of a language: its words, how common each is, how long an entry is."""

    code: str
    state: State | None
    vocabulary: Vocabulary
    documents: Mapping[int, int]
    strong: Mapping[int, int]
    numbers: Mapping[str, int]
    words: Mapping[int, str]
    entries: int
    mean: float

    def read(self, typed: str, *, goes_on: bool = False) -> Question:
        """What was typed, in the words of the index; the last word may be only begun."""
        question = self.vocabulary.read(typed)
        if not goes_on or not question.words or not typed[-1:].isalnum():
            return question
        last = question.words[-1]
        weights = dict(last.weights)
        for term in self.vocabulary.beginning_with(last.word, MOST_BEGUN):
            own = self.vocabulary.read(term.word).words[0].own
            weights[term.id] = max(own, weights.get(term.id, 0.0))
        begun = replace(last, weights=weights, is_small=False)
        return replace(question, words=(*question.words[:-1], begun))


_known: dict[str, Language] = {}
_lock = Lock()


def language(code: str) -> Language:
    """As it was known last, or read now when it is the first time."""
    return _known.get(code) or catch_up(code)


def catch_up(code: str) -> Language:
    """As the database knows it now."""
    with _lock:
        _known[code] = _read(code)
    return _known[code]


def _read(code: str) -> Language:
    corpus = Corpus.objects.filter(language=code).first()
    if corpus is None:
        return Language(code, None, Vocabulary(code, [], 0), {}, {}, {}, {}, 0, 0.0)
    rows = Term.objects.changed_since(code, -1)
    words = [
        Word(number, word, documents, tuple(parts)) for number, word, documents, _, parts in rows
    ]
    vocabulary = Vocabulary(
        code, words, corpus.entries, frequencies=corpus.frequencies, staff=_staff(code)
    )
    return Language(
        code,
        State(corpus.made, corpus.change, corpus.said, corpus.counted),
        vocabulary,
        {row[0]: row[2] for row in rows},
        {row[0]: row[3] for row in rows},
        {row[1]: row[0] for row in rows},
        {row[0]: row[1] for row in rows},
        corpus.entries,
        corpus.mean,
    )


def _staff(code: str) -> Staff:
    """What staff say about words of the language."""
    synonyms: dict[str, set[str]] = {}
    for group in Synonym.objects.filter(language=code):
        for word in group.words:
            synonyms.setdefault(word, set()).update(set(group.words) - {word})
    said = dict(StopWord.objects.filter(language=code).values_list("word", "is_stopped"))
    small = frozenset(word for word, is_stopped in said.items() if is_stopped)
    return Staff(synonyms, small, frozenset(said) - small)
