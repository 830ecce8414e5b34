"""A question as the index understands it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

# A word of the index with at least this share of an asked word's best weight is that word.
SAME = 0.5
RESEMBLES = 0.3  # the least share of its worth at which a word asked counts as answered


@dataclass(frozen=True)
class Asked:
    """One word asked: what each word of the index counts for it, by the keys of the terms.

    `own` is what the word itself would count, whether or not any document has it.
    """

    word: str
    weights: Mapping[int, float]
    is_small: bool
    own: float

    @cached_property
    def worth(self) -> float:
        """What the best word of the index counts for it."""
        return max(self.weights.values(), default=0.0)


@dataclass(frozen=True)
class Question:
    """The words asked, in their order. `unheard` is the rarity of what no document has."""

    words: tuple[Asked, ...]
    unheard: float

    @cached_property
    def by_term(self) -> dict[int, list[tuple[int, float]]]:
        """For each term: which words asked it answers, and how well."""
        found: dict[int, list[tuple[int, float]]] = {}
        for at, asked in enumerate(self.words):
            for key, weight in asked.weights.items():
                found.setdefault(key, []).append((at, weight))
        return found

    @cached_property
    def weights(self) -> dict[int, float]:
        """What each term counts for all the words asked together."""
        return {key: sum(weight for _at, weight in said) for key, said in self.by_term.items()}

    @cached_property
    def same(self) -> dict[int, tuple[int, ...]]:
        """For each term: the words asked that it says, and not only resembles."""
        return {
            key: said
            for key, answers in self.by_term.items()
            if (said := tuple(at for at, w in answers if w >= SAME * self.words[at].worth))
        }

    @cached_property
    def worths(self) -> list[float]:
        """What each word asked is worth."""
        return [asked.worth for asked in self.words]

    @cached_property
    def least(self) -> list[float]:
        """What each word asked must be worth in a document to count as answered."""
        return [RESEMBLES * worth for worth in self.worths]

    @cached_property
    def worth(self) -> float:
        return sum(self.worths)

    @cached_property
    def own(self) -> float:
        return sum(asked.own for asked in self.words)

    def terms(self) -> list[int]:
        """The terms that may point out a document, the most telling first.

        Terms of stop words only where nothing else was asked.
        """
        telling = [asked for asked in self.words if not asked.is_small] or list(self.words)
        weights: dict[int, float] = {}
        for asked in telling:
            for key, weight in asked.weights.items():
                weights[key] = max(weight, weights.get(key, 0.0))
        return sorted(weights, key=lambda key: (-weights[key], key))
