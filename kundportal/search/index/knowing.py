"""The words of a language as a process knows them: read once, then only what has changed.

Whoever looks for entries is told in the same answer how far the index has come (`State`). A process
that lags behind catches up and looks once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic
from typing import NamedTuple
from uuid import UUID

from kundportal.search.analysis import folding
from kundportal.search.analysis.question import Question
from kundportal.search.analysis.vocabulary import Staff, Vocabulary
from kundportal.search.analysis.vocabulary import Term as Word
from kundportal.search.models import Corpus, StopWord, Synonym, Term

MOST_BEGUN = 10
REST, LONGEST_REST = 4, 3.0  # times as long as reading took, and seconds
MANY = 3000  # words of a language that take a while to read


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


@dataclass
class Kept:
    """A language as it was read last: when it may be read again, so that reading it anew takes a
    fifth of a process's time at the most while much is entered."""

    language: Language
    rests_until: float


_kept: dict[str, Kept] = {}
_lock = Lock()


def language(code: str) -> Language:
    """As it was known last, or read now when it is the first time."""
    kept = _kept.get(code)
    return kept.language if kept else catch_up(code)


def catch_up(code: str, state: State | None = None) -> Language:
    """As the database knows it now, or knew it a moment ago; its `state` is told where known."""
    kept = _kept.get(code)
    if kept and _is_near(kept.language.state, state):
        if monotonic() < kept.rests_until or not _lock.acquire(blocking=False):
            return kept.language
    else:
        _lock.acquire()
    try:
        begun = monotonic()
        read = _read(code, kept.language if kept else None)
        ended = monotonic()
        rest = min(LONGEST_REST, REST * (ended - begun)) if len(read.words) > MANY else 0.0
        _kept[code] = Kept(read, ended + rest)
    finally:
        _lock.release()
    return read


def _is_near(known: State | None, state: State | None) -> bool:
    """Whether the corpus has only come further, and staff have said nothing else of its words."""
    if known is None or state is None:
        return False
    return (known.made, known.said) == (state.made, state.said)


def _read(code: str, known: Language | None) -> Language:
    """The language anew, or what has changed since it was known."""
    corpus = Corpus.objects.filter(language=code).defer("frequencies").first()
    if corpus is not None and known is not None and known.state is not None:
        state = State(corpus.made, corpus.change, corpus.said, corpus.counted)
        if _is_near(known.state, state) and state.change >= known.state.change:
            return _gone_on(known, corpus, known.state, state)
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


def _gone_on(known: Language, corpus: Corpus, before: State, state: State) -> Language:
    """The language with the terms that have changed since; none is forgotten meanwhile."""
    rows = Term.objects.changed_since(known.code, before.change)
    words = [
        Word(number, word, documents, tuple(parts)) for number, word, documents, _, parts in rows
    ]
    frequencies = corpus.frequencies if state.counted != before.counted else None
    return Language(
        known.code,
        state,
        known.vocabulary.grown(words, corpus.entries, frequencies=frequencies),
        {**known.documents, **{row[0]: row[2] for row in rows}},
        {**known.strong, **{row[0]: row[3] for row in rows}},
        {**known.numbers, **{row[1]: row[0] for row in rows}},
        {**known.words, **{row[0]: row[1] for row in rows}},
        corpus.entries,
        corpus.mean,
    )


def _staff(code: str) -> Staff:
    """What staff say about words of the language."""
    synonyms: dict[str, set[str]] = {}
    for group in Synonym.objects.filter(language=code):
        alike = {one for word in group.words if (one := _single(word))}
        for word in alike:
            synonyms.setdefault(word, set()).update(alike - {word})
    stopped = StopWord.objects.filter(language=code).values_list("word", "is_stopped")
    said = {_single(word): is_stopped for word, is_stopped in stopped}
    small = frozenset(word for word, is_stopped in said.items() if is_stopped)
    return Staff(synonyms, small, frozenset(said) - small)


def _single(word: str) -> str:
    """The word as the index writes it; "" when it sees none or several in it."""
    found = folding.words(word, 2)
    return found[0] if len(found) == 1 else ""
