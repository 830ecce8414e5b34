"""How well a document answers a question, and how sure that is.

A document is the keys of its words in their order, those of its title first. Every word asked is
weighed by the words of the document that answer it, each by how often it stands there for the
document's length; so is the best stretch of it. What the document leaves unanswered lowers it,
words that stand together as they were asked raise it. Decision 0029 tells what each is worth.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
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
ANSWERED = 1.0  # what a document that answers all that was asked gains over one that does not
SHARE = 4.5  # what the share of the question counts for against how much there is to go by
ENOUGH = 5.14  # evidence at which it is as likely as not that the question is answered
FINALISTS = 20  # documents whose stretches and neighbours are looked at


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

    @property
    def share(self) -> float:
        """How much of the text comes before the best stretch, from 0 to 1."""
        title, whole = self.document.title, len(self.document.terms)
        return max(0, self.start - title) / max(1, whole - title)


Found = list[tuple[int, int]]  # where in the document, and which term


def rank(
    question: Question, documents: Iterable[Document], *, average: float, most: int = 10
) -> list[Score]:
    """The best documents, the best first. `average` is the mean length of all there are."""
    scale = max(average, 1.0)
    first = [_whole(question, document, scale) for document in documents]
    first.sort(key=lambda pair: (-pair[0].total, pair[0].document.key))
    scored = [pair for pair in first[: max(FINALISTS, most)] if pair[0].total > 0]
    final = [_final(question, score, hits, scale) for score, hits in scored[:FINALISTS]]
    final.sort(key=lambda score: (-score.total, score.document.key))
    return [*final, *(score for score, _hits in scored[FINALISTS:])][:most]


def sure(question: Question, best: Score | None) -> float:
    """How likely the best document answers the question, from 0 to 1.

    It is by how much there is to go by, and by what share of the question the document has: of all
    that was asked, also of what no document has. From a half on it is sure: so found on questions
    within and without the texts they were asked of.
    """
    if best is None or best.total <= 0 or question.own <= 0:
        return 0.0
    much, share = math.log(best.total / question.unheard), best.cover * question.worth
    evidence = much + SHARE * share / question.own
    return 1 / (1 + math.exp(ENOUGH - evidence))


def _whole(question: Question, document: Document, average: float) -> tuple[Score, Found]:
    """The document as a whole, and where it has words that answer."""
    answered, title = question.by_term, document.title
    hits = [(at, term) for at, term in enumerate(document.terms) if term in answered]
    counts: dict[int, int] = {}
    for at, term in hits:
        counts[term] = counts.get(term, 0) + (TITLE if at < title else 1)
    total = _weighed(question, counts, document.length / average)
    cover = _covered(question, counts)
    return Score(document, total * (1 + ANSWERED * cover), cover), hits


def _final(question: Question, score: Score, hits: Found, average: float) -> Score:
    """The document with its best stretch and with what stands together in it."""
    best, start = _best_stretch(question, score.document, hits, average)
    total = score.total + BEST_STRETCH * best * (1 + ANSWERED * score.cover)
    total += TOGETHER * _together(question, hits)
    return Score(score.document, total, score.cover, start)


def _weighed(question: Question, counts: dict[int, int], length: float) -> float:
    """What terms so often found are worth in a text so long."""
    held = REPEATED * (1 - LENGTH + LENGTH * length)
    answered = question.by_term
    squares = [0.0] * len(question.words)
    for term, count in counts.items():
        often = count * (REPEATED + 1) / (count + held)
        for at, weight in answered[term]:
            worth = weight * often
            squares[at] += worth * worth
    return sum(map(math.sqrt, squares))


def _covered(question: Question, counts: dict[int, int]) -> float:
    """The share of what was asked that terms answer."""
    answered = question.by_term
    best = [0.0] * len(question.words)
    for term in counts:
        for at, weight in answered[term]:
            if weight > best[at]:
                best[at] = weight
    said = 0.0
    for weight, least in zip(best, question.least, strict=True):
        if weight >= least:
            said += weight
    return said / (question.worth or 1.0)


def _best_stretch(
    question: Question, document: Document, hits: Found, average: float
) -> tuple[float, int]:
    """What the best stretch is worth, and where it begins."""
    usual, step = min(average, STRETCH), STRETCH // 2
    whole = len(document.terms)
    halves: list[list[int]] = [[] for _ in range(whole // step + 2)]
    most = [0.0] * len(halves)  # what each half can add at the most: repeated words add less
    weights = question.weights
    for at, term in hits:
        halves[at // step].append(term)
        most[at // step] += weights[term]
    shortest = min(STRETCH, whole) if whole <= step else step
    scale = (REPEATED + 1) / (1 + REPEATED * (1 - LENGTH + LENGTH * shortest / usual))
    best, start = 0.0, 0
    for begin in range(0, max(1, whole - step), step):
        half = begin // step
        if (most[half] + most[half + 1]) * scale <= best:
            continue
        counts: dict[int, int] = {}
        for term in halves[half] + halves[half + 1]:
            counts[term] = counts.get(term, 0) + 1
        total = _weighed(question, counts, min(STRETCH, whole - begin) / usual)
        if total > best:
            best, start = total, begin
    return best, start


def _together(question: Question, hits: Found) -> float:
    """What words that were asked near each other, and stand near each other, are worth."""
    same = question.same
    said = [(at, words) for at, term in hits if (words := same.get(term))]
    pairs: set[tuple[int, int]] = set()
    for order, (at, ones) in enumerate(said):
        for other, twos in said[order + 1 : order + 1 + NEAR]:
            if other - at > NEAR:
                break
            for one in ones:
                for two in twos:
                    if 0 < abs(one - two) <= NEAR:
                        pairs.add((min(one, two), max(one, two)))
    worth = question.worths
    return sum((worth[one] + worth[two]) / 2 for one, two in pairs)
