"""Finding entries in the words of whoever asks, with the same rights as the pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from kundportal.lib.paging import number
from kundportal.people.models import Person
from kundportal.products.models import Product
from kundportal.search.analysis import folding
from kundportal.search.analysis.question import Question
from kundportal.search.answering import candidates, scoring
from kundportal.search.answering.candidates import Among, Asking, Looked
from kundportal.search.answering.hits import Answer, Found, Hit
from kundportal.search.answering.marking import Marker
from kundportal.search.answering.scoring import Document, Score
from kundportal.search.index import knowing
from kundportal.search.index.knowing import Language
from kundportal.search.models import Entry
from kundportal.search.models.audience import Standing
from kundportal.search.models.entry import SHOWN, Place
from kundportal.search.passages import passage_of

Reader = Person | AnonymousUser
MOST_TYPED = 400  # letters
MOST_SHOWN = 40  # hits of a question, on all its pages together
LEAST = 0.2  # of the best score; what has less is no hit
SURE = 0.5


@dataclass(frozen=True)
class Ranked:
    """What came of a question in one language."""

    known: Language
    question: Question
    documents: list[Document]
    scores: list[Score]

    @property
    def certainty(self) -> float:
        return scoring.sure(self.question, next(iter(self.scores), None))

    @property
    def is_sure(self) -> bool:
        return self.certainty >= SURE


def find(
    typed: str,
    *,
    reader: Reader,
    language: str,
    kinds: Sequence[str] = (),
    product: Product | None = None,
    after: str = "",
    most: int = 10,
) -> Found:
    """A page of what fits best; in another language when only that surely has something."""

    of = product.pk if product else None
    among = Among(Standing.of(reader), language, tuple(kinds), of)
    here = _ranked(typed, among)
    if not here.is_sure and here.question.words:
        others = _ranked_in_others(typed, among)
        here = next((one for one in others if one.is_sure), here)
    return _page(typed, here, after, most)


def suggest(typed: str, *, reader: Reader, language: str, most: int = 6) -> list[Hit]:
    """What fits while it is typed: the last word may go on."""
    among = Among(Standing.of(reader), language)
    ranked = _ranked(typed, among, goes_on=True, most=most)
    return _hits(ranked.scores, ranked, with_text=False)[0]


def passages(question: str, *, reader: Reader, language: str, most: int = 5) -> Answer:
    """The parts of entries that answer best; nothing of what is past its date."""
    among = Among(Standing.of(reader), language, is_current=True)
    ranked = _ranked(question, among, most=most)
    keys = [score.document.key for score in ranked.scores]
    marker = Marker(ranked.question, ranked.known.words)
    texts = Entry.objects.only(*SHOWN, "text", "sections").in_bulk(keys)
    parts = [
        passage_of(entry, score, marker)
        for score in ranked.scores
        if (entry := texts.get(score.document.key)) is not None
    ]
    return Answer(parts, certainty=ranked.certainty, is_sure=ranked.is_sure)


def _ranked(typed: str, among: Among, *, goes_on: bool = False, most: int = MOST_SHOWN) -> Ranked:
    """The best of the entries, judged by the words as they are in the database now."""
    language = among.language
    asking = _asking(typed, among, knowing.language(language), goes_on)
    looked = candidates.look(asking)
    if looked.state != asking.known.state:
        asking = _asking(typed, among, knowing.catch_up(language, looked.state), goes_on)
        looked = candidates.look(asking)
    return _scored(asking, looked, most)


def _ranked_in_others(typed: str, among: Among) -> Iterator[Ranked]:
    """The best in each other language, that with the most entries first."""
    known = [knowing.language(code) for code, _name in settings.APPLICANT_LANGUAGES]
    others = (one for one in known if one.code != among.language)
    askings = [
        _asking(typed, among._replace(language=one.code), one)
        for one in sorted(others, key=lambda one: -one.entries)
    ]
    for asking, looked in zip(askings, candidates.look_in_each(askings), strict=True):
        if looked.state == asking.known.state and not looked.is_thin:
            yield _scored(asking, looked)
        else:
            yield _ranked(typed, asking.entries)


def _asking(typed: str, among: Among, known: Language, goes_on: bool = False) -> Asking:
    plain = typed[:MOST_TYPED].replace("\0", " ")
    kept = candidates.KEPT_WHILE_TYPED if goes_on else candidates.KEPT
    return Asking(among, known.read(plain, goes_on=goes_on), known, kept)


def _scored(asking: Asking, looked: Looked, most: int = MOST_SHOWN) -> Ranked:
    known, question = asking.known, asking.question
    scores = scoring.rank(question, looked.documents, average=known.mean, most=most)
    least = LEAST * scores[0].total if scores else 0.0
    return Ranked(known, question, looked.documents, [one for one in scores if one.total >= least])


def _page(typed: str, ranked: Ranked, after: str, most: int) -> Found:
    begin = min(number(after) or 0, MOST_SHOWN)
    total = len(ranked.scores)
    hits, places = _hits(ranked.scores[begin : begin + most], ranked)
    return Found(
        hits=hits,
        total=total,
        is_sure=ranked.is_sure,
        did_you_mean=_did_you_mean(typed, ranked),
        language=ranked.known.code,
        next=str(begin + most) if begin + most < total else "",
        previous=str(max(0, begin - most)) if begin else "",
        places=places,
    )


def _did_you_mean(typed: str, ranked: Ranked) -> str:
    """The question without its typing errors, in words that stand in what the reader may read."""
    meant = ranked.known.vocabulary.did_you_mean(typed[:MOST_TYPED].replace("\0", " "))
    if not meant:
        return ""
    numbers, there = ranked.known.numbers, set[int]().union(*(d.terms for d in ranked.documents))
    new = set(meant.split()) - set(folding.words(typed[:MOST_TYPED]))
    return meant if all(numbers.get(word) in there for word in new) else ""


def _hits(
    scores: Sequence[Score], ranked: Ranked, *, with_text: bool = True
) -> tuple[list[Hit], list[Place]]:
    """The scored entries with what was asked for marked in them, and the places of all of them."""
    if not ranked.scores:
        return [], []
    marker = Marker(ranked.question, ranked.known.words)
    keys = [score.document.key for score in scores]
    among = [score.document.key for score in ranked.scores]
    entries, places = Entry.objects.shown(keys, with_text=with_text, among=among)
    hits = []
    for score in scores:
        if (entry := entries.get(score.document.key)) is not None:
            excerpt = marker.excerpt(entry.text, score.share) if with_text else marker.nothing
            hits.append(Hit(entry, marker.marked(entry.title), excerpt, score.total))
    return hits, places
