"""What of all rooms is found for a reader."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from kundportal.knowledge.reading.whereabouts import places
from kundportal.people.models import Person
from kundportal.portal.searching.asked import PARTS, TICKETS, Asked
from kundportal.products.models import Product
from kundportal.search import finding
from kundportal.search.answering.hits import Found, Hit
from kundportal.tickets.finding import listing
from kundportal.tickets.finding.wanted import Wanted
from kundportal.tickets.models import Ticket
from kundportal.tickets.numbers import tidy_number

Reader = Person | AnonymousUser
TICKETS_BESIDE, TICKETS_ALONE = 5, 25
IN_LANGUAGE = {
    "sv": _("in Swedish"), "en": _("in English"), "nb": _("in Norwegian"), "da": _("in Danish"),
    "de": _("in German"),
}  # fmt: skip


@dataclass(frozen=True)
class Tickets:
    """Those that the reader may see, the newest first; more may be in the list of tickets."""

    rows: list[Ticket] = field(default_factory=list)
    count: int = 0
    has_more: bool = False


@dataclass(frozen=True)
class Result:
    """A hit, and where it stands: the names of product and categories, the outermost first."""

    hit: Hit
    above: list[str]


@dataclass(frozen=True)
class Counts:
    """How many there are in each part of the page, and of each product; "" is all of them."""

    parts: dict[str, int] = field(default_factory=dict)
    products: dict[int, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Results:
    """A page of what is found."""

    found: Found
    rows: list[Result]
    tickets: Tickets
    is_first: bool
    language: str  # the reader's
    counts: Counts

    def __bool__(self) -> bool:
        return bool(self.rows or self.tickets.rows)

    @property
    def after(self) -> str:
        return self.found.next

    @property
    def elsewhere(self) -> str:
        """In which language all of it is written, when that is not the reader's."""
        found = self.found.language
        return "" if found in {"", self.language} else str(IN_LANGUAGE[found])


def look(asked: Asked, *, reader: Reader, language: str, after: str = "") -> Results:
    """Finds what was asked for; tickets beside what is written for all."""
    tickets = _tickets(asked, reader)
    found = Found()
    if asked.part != TICKETS:
        product = Product(pk=asked.product) if asked.product is not None else None
        found = finding.find(
            asked.words, reader=reader, language=language, kinds=asked.kinds, product=product,
            after=after,
        )  # fmt: skip
    return Results(
        found, _placed(found.hits), tickets, not after, language, _counted(asked, found, tickets)
    )


def _counted(asked: Asked, found: Found, tickets: Tickets) -> Counts:
    """What is known without looking once more for each: a part that is shown tells of itself."""
    there = found.places
    kinds = Counter(kind for kind, _product, _name in there)
    parts = {part: sum(kinds[kind] for kind in of) for part, of in PARTS.items()}
    parts |= {"": found.total, TICKETS: tickets.count}
    if asked.part:
        parts = {asked.part: parts[asked.part]}
    each = Counter((name, product) for _kind, product, name in there if product and name)
    return Counts(parts, {product: (name, each[name, product]) for name, product in sorted(each)})


def _placed(hits: list[Hit]) -> list[Result]:
    above = places(hit.entry.thing_id for hit in hits if hit.entry.kind == "article")
    return [Result(hit, above.get(hit.entry.thing_id, [])) for hit in hits]


def _tickets(asked: Asked, reader: Reader) -> Tickets:
    if not isinstance(reader, Person) or asked.part not in {"", TICKETS}:
        return Tickets()
    if reader.is_staff:
        number = tidy_number(asked.words)
        ticket = Ticket.objects.with_number(number) if number else None
        return Tickets([ticket], 1) if ticket else Tickets()
    wanted = Wanted(show="all", words=asked.words, product=asked.product)
    page = listing.page(reader, wanted, size=TICKETS_ALONE)
    shown = page.rows if asked.part == TICKETS else page.rows[:TICKETS_BESIDE]
    return Tickets(shown, len(page.rows), has_more=bool(page.after))
