"""Finding entries in the words of whoever asks, with the same rights as the pages."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from markupsafe import Markup

from kundportal.lib.paging import number
from kundportal.people.models import Person
from kundportal.products.models import Product
from kundportal.search import candidates, provisional
from kundportal.search.candidates import Known
from kundportal.search.hits import Answer, Found, Hit, Passage
from kundportal.search.marking import excerpt, marked
from kundportal.search.models import Entry

MOST_TYPED, MOST_TERMS = 400, 24
MOST_SHOWN = 100  # hits of a question, on all pages together
LANGUAGES = ("sv", "en", "nb", "da", "de")
SHOWN = ("kind", "thing_id", "language", "title", "text", "address", "product", "is_dated")


def find(
    typed: str,
    *,
    reader: Person | AnonymousUser,
    language: str,
    kinds: Sequence[str] = (),
    product: Product | None = None,
    after: str = "",
    most: int = 20,
) -> Found:
    """A page of what fits best; in another language when there is nothing in the reader's."""
    terms = _terms(typed)
    if not terms:
        return Found(language=language)
    for one in [language, *(other for other in LANGUAGES if other != language)]:
        known = candidates.known(one, terms)
        entries = _among(reader, one, kinds, product)
        if ranked := candidates.scored(entries, known)[:MOST_SHOWN]:
            return _page(ranked, known, one, after, most)
    return Found(language=language)


def suggest(
    typed: str, *, reader: Person | AnonymousUser, language: str, most: int = 6
) -> list[Hit]:
    """What fits while it is typed: the last word may go on."""
    terms = _terms(typed)
    if not terms:
        return []
    begins = "" if typed[-1:].isspace() or len(terms[-1]) < 2 else terms[-1]
    known = candidates.known(language, terms, begins)
    ranked = candidates.scored(_among(reader, language), known)[:most]
    return _hits(ranked, known, with_excerpt=False)


def passages(
    question: str, *, reader: Person | AnonymousUser, language: str, most: int = 5
) -> Answer:
    """The parts of entries that answer best; nothing of what is past its date."""
    terms = _terms(question)
    known = candidates.known(language, terms) if terms else []
    entries = _among(reader, language).filter(is_dated=False)
    hits = _hits(candidates.scored(entries, known)[:most], known)
    parts = [Passage(one.entry, "", "", one.excerpt.striptags(), one.score) for one in hits]
    return Answer(parts, certainty=0.5 if parts else 0.0, is_sure=bool(parts))


def _terms(typed: str) -> list[str]:
    return list(dict.fromkeys(provisional.terms(typed[:MOST_TYPED].replace("\0", " "))))[
        :MOST_TERMS
    ]


def _among(
    reader: Person | AnonymousUser,
    language: str,
    kinds: Sequence[str] = (),
    product: Product | None = None,
) -> QuerySet[Entry]:
    entries: QuerySet[Entry] = Entry.objects.visible_to(reader).filter(language=language)
    if kinds:
        entries = entries.filter(kind__in=kinds)
    return entries if product is None else entries.filter(product=product)


def _page(
    ranked: list[tuple[int, float]], known: list[Known], language: str, after: str, most: int
) -> Found:
    begin = min(number(after) or 0, MOST_SHOWN)
    hits = _hits(ranked[begin : begin + most], known)
    return Found(
        hits=hits,
        total=len(ranked),
        is_sure=bool(hits),
        language=language,
        next=str(begin + most) if begin + most < len(ranked) else "",
        previous=str(max(0, begin - most)) if begin else "",
    )


def _hits(
    ranked: list[tuple[int, float]], known: list[Known], *, with_excerpt: bool = True
) -> list[Hit]:
    weights = {one.text: one.weight for one in known}

    def weigh(word: str) -> float:
        return weights.get(provisional.term(word), 0.0)

    shown = SHOWN if with_excerpt else tuple(set(SHOWN) - {"text"})
    entries = Entry.objects.only(*shown).in_bulk([pk for pk, _score in ranked])
    return [
        Hit(
            entry=entry,
            title=marked(entry.title, lambda word: weigh(word) > 0),
            excerpt=excerpt(entry.text, weigh) if with_excerpt else Markup(""),
            score=score,
        )
        for pk, score in ranked
        if (entry := entries.get(pk)) is not None
    ]
