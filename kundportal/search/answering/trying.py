"""How search understands what somebody types, told to those who look after its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kundportal.search.analysis.question import SAME, Asked
from kundportal.search.index import knowing

MOST_SHOWN = 12


@dataclass(frozen=True)
class Understood:
    """A word that was typed.

    `forms` are its dictionary form and those of its parts; `same` are the words of the texts that
    count as it, `alike` those that count a little.
    """

    word: str
    is_small: bool
    stands: bool
    forms: list[str]
    same: list[str]
    alike: list[str]


def understood(typed: str, language: str) -> list[Understood]:
    """What each word comes to, in the order in which they were typed."""
    known = knowing.language(language)
    return [
        Understood(
            word=one.word,
            is_small=one.is_small,
            stands=one.word in known.vocabulary,
            forms=[form for form in known.vocabulary.parts(one.word) if form != one.word],
            same=_words(one, known.words, at_least=SAME)[:MOST_SHOWN],
            alike=_words(one, known.words, below=SAME)[:MOST_SHOWN],
        )
        for one in known.read(typed).words
    ]


def _words(
    one: Asked, words: Mapping[int, str], *, at_least: float = 0.0, below: float = 2.0
) -> list[str]:
    """Those of its words whose share of the best weight lies between, the heaviest first."""
    shares = {
        words[key]: weight / one.worth
        for key, weight in sorted(one.weights.items(), key=lambda pair: (-pair[1], pair[0]))
        if key in words and one.worth
    }
    return [word for word, one_share in shares.items()
            if at_least <= one_share < below and word != one.word]  # fmt: skip
