"""The words of all documents in one language, and what a question means among them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice

from kundportal.search.analysis import compounds, folding, kindred, spelling
from kundportal.search.analysis.grams import grams
from kundportal.search.analysis.languages import language
from kundportal.search.analysis.lexicon import lexicon
from kundportal.search.analysis.question import Asked, Question

# A question of more words than this is read to here: whoever writes more has said it.
MOST_WORDS = 64

# Words as they were read, about 4 kB each; strangers may ask for any number of them.
MOST_KNOWN = 4000

# What a shared dictionary form or part of a compound weighs against a shared run of four letters.
PART = 2.5
SMALL = 0.6  # what a stop word keeps of its weight
LEAST = 0.3  # words that share less than this of the best are left out
MOST_KIN = 60  # and no more than so many
AT_ONCE = 4000  # documents whose features are counted together
LAST = "\U0010ffff"  # stands after whatever goes on


@dataclass(frozen=True)
class Term:
    """A word of the index: its key there, the documents that have it, its dictionary forms.

    `parts` may be given where they are kept; else they are worked out.
    """

    id: int
    word: str
    documents: int = 1
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Staff:
    """What staff say about words: those that mean the same, small words, and words that are not."""

    synonyms: Mapping[str, Collection[str]] = field(default_factory=dict)
    stop_words: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()


class Vocabulary:
    """Reads questions in one language against the words of its documents.

    `frequencies` has in how many documents a feature stands (`features`, `count_features`); where
    it lacks one, that is reckoned from the words that have it, as if they stood apart by chance.
    """

    def __init__(
        self,
        code: str,
        terms: Iterable[Term],
        documents: int,
        *,
        frequencies: Mapping[str, int] | None = None,
        staff: Staff | None = None,
    ) -> None:
        self.language = language(code)
        self.documents = documents
        self._base = lexicon(code).base
        self._frequencies = frequencies or {}
        self._staff = staff or Staff()
        self._terms = {term.word: term for term in terms}
        self._by_id = {term.id: term for term in self._terms.values()}
        self._kin: dict[str, list[int]] = defaultdict(list)
        for term in self._terms.values():
            for feature in features(term.word, term.parts or self.parts(term.word)):
                self._kin[feature].append(term.id)
        self._weigh()

    def grown(
        self, terms: Iterable[Term], documents: int, *, frequencies: Mapping[str, int] | None = None
    ) -> Vocabulary:
        """The vocabulary with these terms new or otherwise; this one stays as it is."""
        new = copy(self)
        for made in ("_in_order", "_by_length"):
            new.__dict__.pop(made, None)
        new.documents = documents
        new._frequencies = self._frequencies if frequencies is None else frequencies
        new._terms, new._by_id = dict(self._terms), dict(self._by_id)
        new._kin = defaultdict(list, self._kin)
        for term in terms:
            new._take(term)
        new._weigh()
        return new

    def _take(self, term: Term) -> None:
        """Lists are made anew, since another vocabulary may have them as well."""
        before = self._by_id.get(term.id)
        self._terms[term.word] = self._by_id[term.id] = term
        old = features(term.word, before.parts or self.parts(term.word)) if before else set[str]()
        now = features(term.word, term.parts or self.parts(term.word))
        for feature in old - now:
            self._kin[feature] = [key for key in self._kin[feature] if key != term.id]
        for feature in now - old:
            self._kin[feature] = [*self._kin[feature], term.id]

    def _weigh(self) -> None:
        self._rarities = {
            feature: rarity(self._count(feature, kin), self.documents)
            for feature, kin in self._kin.items()
        }
        self._unheard = rarity(0, self.documents)
        self._asked = lru_cache(maxsize=MOST_KNOWN)(self._read_word)

    def __contains__(self, word: str) -> bool:
        return word in self._terms

    def parts(self, word: str) -> tuple[str, ...]:
        """The word's dictionary form and those of its parts."""
        return compounds.parts(word, self.language, self._base, self._terms.__contains__)

    def read(self, question: str) -> Question:
        """What the question's words mean among these documents."""
        asked = folding.words(question, MOST_WORDS)
        return Question(tuple(self._asked(word) for word in asked), self._unheard)

    def did_you_mean(self, question: str) -> str:
        """The question with its typing errors mended, or nothing when it has none."""
        asked = folding.words(question, MOST_WORDS)
        meant = [self._nearest(word) for word in asked]
        mended = [near[0].word if near else word for word, near in zip(asked, meant, strict=True)]
        return " ".join(mended) if mended != asked else ""

    def beginning_with(self, start: str, most: int = 10) -> list[Term]:
        """The words that begin so, the most usual first: what is being typed."""
        words = self._in_order
        first = bisect_left(words, start)
        last = bisect_left(words, start + LAST, first)
        found = [self._terms[word] for word in words[first:last]]
        return sorted(found, key=lambda term: (-term.documents, len(term.word)))[:most]

    def _read_word(self, word: str) -> Asked:
        is_small = word in self._staff.stop_words or (
            word in self.language.stop_words and word not in self._staff.telling
        )
        weights = self._weights(word)
        own = self._own(word)
        for near in self._nearest(word):
            _raise(weights, self._weights(near.word))
            own = self._own(near.word)
        if not is_small:
            _raise(weights, self._synonyms(word, max(weights.values(), default=0.0)))
        scale = SMALL if is_small else 1.0
        return Asked(
            word,
            {key: scale * weight for key, weight in _best(weights).items()},
            is_small=is_small,
            own=scale * own,
        )

    def _weights(self, word: str) -> dict[int, float]:
        """Every term that shares a feature with the word: the sum of what the shared are worth."""
        weights: dict[int, float] = defaultdict(float)
        for feature in features(word, self.parts(word)):
            worth = self._worth(feature)
            for key in self._kin.get(feature, ()):
                weights[key] += worth
        return weights

    def _synonyms(self, word: str, most: float) -> dict[int, float]:
        """Words that mean the same count almost as the word itself, and never more."""
        base = self._base(word) or word
        near = {**kindred.of(base, self.language.code), **self._given(word, base)}
        found: dict[int, float] = {}
        for other, share in near.items():
            for key in self._kin.get(_part(other), ()):
                written = self._by_id[key].word
                if self._base(written) in (other, None):
                    own = self._own(written)
                    found[key] = share * (min(own, most) if most else own)
        return found

    def _given(self, word: str, base: str) -> dict[str, float]:
        said = {*self._staff.synonyms.get(word, ()), *self._staff.synonyms.get(base, ())}
        return {self._base(each) or each: kindred.GIVEN for each in said}

    def _nearest(self, word: str) -> list[Term]:
        """The terms a typing error away from a word that nobody else has heard of."""
        if word in self._terms or self._base(word) is not None:
            return []
        near = spelling.nearest(word, lambda length: self._by_length.get(length, []))
        return [self._terms[other] for other in near]

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self._terms)

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for word in self._terms:
            found[len(word)].append(word)
        return found

    def _own(self, word: str) -> float:
        """What a document with the word itself would count for it."""
        base = self._base(word) or word
        return sum(self._worth(feature) for feature in features(word, (base,)))

    def _worth(self, feature: str) -> float:
        scale = PART if feature.startswith("=") else 1.0
        return scale * self._rarities.get(feature, self._unheard)

    def _count(self, feature: str, kin: list[int]) -> float:
        known = self._frequencies.get(feature)
        if known is not None:
            return known
        shares = (self._by_id[key].documents / (self.documents + 1) for key in kin)
        absent = math.prod(1 - min(1.0, share) for share in shares)
        return self.documents * (1 - absent)


def features(word: str, parts: Iterable[str]) -> set[str]:
    """What a word shares with others: its dictionary forms, marked, and its runs of letters."""
    return grams(word).union(map(_part, parts))


def count_features(
    documents: Iterable[Collection[int]], shared: Mapping[int, Collection[str]]
) -> dict[str, int]:
    """In how many documents each feature stands, of documents as sets of keys of terms."""
    kin: dict[str, list[int]] = defaultdict(list)
    for term, ones in shared.items():
        for feature in ones:
            kin[feature].append(term)
    counts: dict[str, int] = defaultdict(int)
    left = iter(documents)
    while some := list(islice(left, AT_ONCE)):
        having = _having(some)
        for feature, terms in kin.items():
            among = 0
            for term in terms:
                among |= having.get(term, 0)
            if among:
                counts[feature] += among.bit_count()
    return dict(counts)


def _having(documents: list[Collection[int]]) -> dict[int, int]:
    """For each term, a number with a bit for each of the documents that have it."""
    size = len(documents) // 8 + 1
    bits: dict[int, bytearray] = defaultdict(lambda: bytearray(size))
    for at, terms in enumerate(documents):
        place, bit = at >> 3, 1 << (at & 7)
        for term in terms:
            bits[term][place] |= bit
    return {term: int.from_bytes(found, "little") for term, found in bits.items()}


def rarity(documents: float, of: int) -> float:
    """What it tells that a document has something which so many of all have."""
    return math.log(1 + (of - documents + 0.5) / (documents + 0.5))


def _part(form: str) -> str:
    return f"={form}"


def _raise(weights: dict[int, float], others: Mapping[int, float]) -> None:
    for key, weight in others.items():
        if weight > weights.get(key, 0.0):
            weights[key] = weight


def _best(weights: Mapping[int, float]) -> dict[int, float]:
    least = LEAST * max(weights.values(), default=0.0)
    near = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_KIN]
    return {key: weight for key, weight in near if weight >= least}
