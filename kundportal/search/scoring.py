"""How well a document answers a question, and how sure that is.

A document is the keys of its words in their order, those of its title first. Every word asked is
weighed by the words of the document that answer it, each by how often it stands there for the
document's length; so is the best stretch of it. What the document leaves unanswered lowers it,
words that stand together as they were asked raise it. Decision 0029 tells what each is worth.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kundportal.search.analysis.question import Question

# What a word that stands again and again still adds, and how much a long text is held back (BM25).
REPEATED = 1.2
LENGTH = 0.9

TITLE = 3  # a word of the title counts as so many of the text
STRETCH = 40  # words; each begins half a stretch after the one before
BEST_STRETCH = 0.6
TOGETHER = 0.4  # of what the two words are worth
NEAR = 2  # words apart at most, where asked and where found
RESEMBLES = 0.3  # the least share of its worth at which a word counts as answered
ANSWERED = 1.25  # what a document that answers all that was asked gains over one that does not
SHARE = 1.6  # what the share of the question counts for against how much there is to go by
ENOUGH = 3.87  # evidence at which it is as likely as not that the question is answered
STEEP = 1.1
FINALISTS = 40  # documents whose stretches and neighbours are looked at


@dataclass(frozen=True)
class Document:
    """The keys of its words, in their order; the first `title` of them are its title."""

    key: int
    terms: Sequence[int]
    title: int = 0

    @cached_property
    def length(self) -> float:
        return len(self.terms) + (TITLE - 1) * self.title


@dataclass(frozen=True)
class Score:
    """What the document is worth; what share of the question it answers; where it does so best."""

    document: Document
    total: float
    cover: float
    start: int = 0  # of the best stretch, in words


Found = list[tuple[int, int]]  # where in the document, and which term


def rank(
    question: Question, documents: Iterable[Document], *, average: float, most: int = 10
) -> list[Score]:
    """The best documents, the best first. `average` is the mean length of all there are."""
    scale = max(average, 1.0)
    first = [_whole(question, document, scale) for document in documents]
    first.sort(key=lambda pair: (-pair[0].total, pair[0].document.key))
    finalists = first[: max(FINALISTS, most)]
    found = [_final(question, score, hits, scale) for score, hits in finalists if score.total > 0]
    return sorted(found, key=lambda score: (-score.total, score.document.key))[:most]


def sure(question: Question, best: float) -> float:
    """How likely a document with this score answers the question, from 0 to 1.

    It is by how much there is to go by, and by what share of the question that is. From a half on
    it is sure: so found on questions within and without the texts they were asked of.
    """
    if best <= 0 or question.own <= 0:
        return 0.0
    much, share = math.log(best / question.unheard), math.log(best / question.own)
    evidence = much + SHARE * share
    return 1 / (1 + math.exp(-STEEP * (evidence - ENOUGH)))


def _whole(question: Question, document: Document, average: float) -> tuple[Score, Found]:
    """The document as a whole, and where it has words that answer."""
    answered = question.by_term
    hits = [(at, term) for at, term in enumerate(document.terms) if term in answered]
    counts: dict[int, int] = {}
    for at, term in hits:
        counts[term] = counts.get(term, 0) + (TITLE if at < document.title else 1)
    total, cover = _weighed(question, counts, document.length / average)
    return Score(document, total * (1 + ANSWERED * cover), cover), hits


def _final(question: Question, score: Score, hits: Found, average: float) -> Score:
    """The document with its best stretch and with what stands together in it."""
    best, start = _best_stretch(question, score.document, hits, average)
    total = score.total + BEST_STRETCH * best * (1 + ANSWERED * score.cover)
    total += TOGETHER * _together(question, hits)
    return Score(score.document, total, score.cover, start)


def _weighed(question: Question, counts: Mapping[int, int], length: float) -> tuple[float, float]:
    """What terms so often found are worth in a text so long, and the share of what was asked."""
    held = REPEATED * (1 - LENGTH + LENGTH * length)
    squares = [0.0] * len(question.words)
    best = [0.0] * len(question.words)
    for term, count in counts.items():
        often = count * (REPEATED + 1) / (count + held)
        for at, weight in question.by_term[term]:
            squares[at] += (weight * often) ** 2
            best[at] = max(best[at], weight)
    said = sum(
        weight
        for weight, asked in zip(best, question.words, strict=True)
        if weight >= RESEMBLES * asked.worth
    )
    return sum(map(math.sqrt, squares)), said / (question.worth or 1.0)


def _best_stretch(
    question: Question, document: Document, hits: Found, average: float
) -> tuple[float, int]:
    """What the best stretch is worth, and where it begins. It is two halves, one after another."""
    half, usual = STRETCH // 2, min(average, STRETCH)
    halves: dict[int, Counter[int]] = defaultdict(Counter)
    for at, term in hits:
        halves[at // half][term] += 1
    best, start = 0.0, 0
    for number in sorted({*halves, *(number - 1 for number in halves if number)}):
        begin = number * half
        rest = len(document.terms) - begin
        if begin and rest <= half:
            continue  # its end is in the stretch before
        counts = halves.get(number, Counter()) + halves.get(number + 1, Counter())
        total, _ = _weighed(question, counts, min(STRETCH, rest) / usual)
        if total > best:
            best, start = total, begin
    return best, start


def _together(question: Question, hits: Found) -> float:
    """What words that were asked near each other, and stand near each other, are worth."""
    pairs: set[tuple[int, int]] = set()
    for order, (at, term) in enumerate(hits):
        for other, near in hits[order + 1 : order + 1 + NEAR]:
            if other - at > NEAR:
                break
            for one in question.same.get(term, ()):
                for two in question.same.get(near, ()):
                    if 0 < abs(one - two) <= NEAR:
                        pairs.add((min(one, two), max(one, two)))
    worth = [asked.worth for asked in question.words]
    return sum((worth[one] + worth[two]) / 2 for one, two in pairs)
