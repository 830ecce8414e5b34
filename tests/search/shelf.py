"""Texts to ask questions of without a database, by the same vocabulary and scoring as search."""

from __future__ import annotations

from collections import Counter
from itertools import count

from kundportal.search.analysis import folding
from kundportal.search.analysis.vocabulary import (
    Staff,
    Term,
    Vocabulary,
    count_features,
    features,
)
from kundportal.search.answering import scoring


class Shelf:
    """Texts by a name each, all in one language; a text may be a title and a body."""

    def __init__(
        self,
        texts: dict[str, str | tuple[str, str]],
        code: str = "sv",
        staff: Staff | None = None,
        *,
        is_counted: bool = True,
    ) -> None:
        self.names = list(texts)
        pairs = [("", text) if isinstance(text, str) else text for text in texts.values()]
        read = [(folding.words(title), folding.words(text)) for title, text in pairs]
        numbers: dict[str, int] = {}
        fresh = count(1)
        for word in (word for title, text in read for word in [*title, *text]):
            if word not in numbers:
                numbers[word] = next(fresh)
        self.documents = [
            scoring.Document(key, [numbers[word] for word in [*title, *text]], len(title))
            for key, (title, text) in enumerate(read)
        ]
        self.words = {number: word for word, number in numbers.items()}
        self.vocabulary = self._vocabulary(code, numbers, staff, is_counted)
        self.average = sum(one.length for one in self.documents) / len(self.documents)

    def _vocabulary(
        self, code: str, numbers: dict[str, int], staff: Staff | None, is_counted: bool
    ) -> Vocabulary:
        standing = Counter(term for one in self.documents for term in set(one.terms))
        terms = [Term(number, word, standing[number]) for word, number in numbers.items()]
        plain = Vocabulary(code, terms, len(self.documents))
        shared = {term.id: features(term.word, plain.parts(term.word)) for term in terms}
        counted = count_features([set(one.terms) for one in self.documents], shared)
        if not is_counted:
            counted = {}
        return Vocabulary(code, terms, len(self.documents), frequencies=counted, staff=staff)

    def found(self, question: str, most: int = 10) -> list[str]:
        """The names of what answers it, the best first."""
        return [self.names[score.document.key] for score in self.ranked(question, most)]

    def ranked(self, question: str, most: int = 10) -> list[scoring.Score]:
        asked = self.vocabulary.read(question)
        return scoring.rank(asked, self.documents, average=self.average, most=most)

    def how_sure(self, question: str) -> float:
        best = next(iter(self.ranked(question, 1)), None)
        return scoring.sure(self.vocabulary.read(question), best)

    def meant(self, word: str) -> dict[str, float]:
        """What each word of the texts counts for one asked."""
        (asked,) = self.vocabulary.read(word).words
        return {self.words[number]: weight for number, weight in asked.weights.items()}

    def same(self, word: str) -> set[str]:
        """The words of the texts that say the word asked, and not only resemble it."""
        question = self.vocabulary.read(word)
        return {self.words[number] for number in question.same}
