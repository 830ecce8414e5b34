"""A draft of an article from a ticket, without what tells whose ticket it was.

The desk knows both rooms. What is drafted is what the customer asked and what the vendor's staff
answered last; notes are never read for it but to see whether somebody is protected. Only staff may
read the article until one of them decides otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Case, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kundportal.desk.anonymous_words import HEADINGS
from kundportal.history.models import record
from kundportal.knowledge.models import Article, Category, TicketDraft
from kundportal.lib import identity_cues
from kundportal.lib.anonymising import Anonymous, Known, anonymise
from kundportal.lib.anonymising.manners import without_manners
from kundportal.people.models import Organisation, Person
from kundportal.products.models import Product
from kundportal.search.models import Audience
from kundportal.tickets.models import Message, Ticket

MOST_MESSAGES = 60
MOST_PEOPLE = 1000
ENOUGH = 200  # signs of an answer; a shorter last one has the one before it along
PROTECTED = gettext_lazy(
    "The ticket is about somebody with protected identity, so no article is made of it."
)
UNANSWERED = gettext_lazy("Nobody has answered the ticket yet, so there is nothing to make of it.")
NOWHERE = gettext_lazy("There is no category yet. Make one first, then the article has a place.")


class Refused(Exception):
    """Why no article is made of the ticket, in words for staff."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass
class Material:
    """What an article may be made of."""

    ticket: Ticket
    messages: list[Message] = field(default_factory=list)

    @classmethod
    def of(cls, ticket: Ticket) -> Material:
        newest = Message.objects.newest(ticket, MOST_MESSAGES)
        is_long = len(newest) == MOST_MESSAGES
        first = Message.objects.next(ticket, 1, after=0) if is_long else []
        return cls(ticket, [*(one for one in first if one.pk != newest[0].pk), *newest])

    @cached_property
    def language(self) -> str:
        """That of whoever asked; we cannot tell in which one they wrote."""
        spoken = self.ticket.created_by.language
        return spoken if spoken in dict(settings.APPLICANT_LANGUAGES) else "sv"

    @cached_property
    def known(self) -> Known:
        """Everybody who may be named in it: who writes, their colleagues, ours."""
        ticket = self.ticket
        names = {one.author_name for one in self.messages} | {ticket.created_by.name}
        others = Person.objects.who_may_be_named(ticket.organisation_id)
        names |= set(others.values_list("name", flat=True)[:MOST_PEOPLE])
        own, others, products = _names(ticket.organisation_id)
        return Known(people=tuple(sorted(names)), organisations=own, others=others, kept=products)

    @cached_property
    def title(self) -> Anonymous:
        return anonymise(self.ticket.title, self.known, language=self.language)

    @cached_property
    def text(self) -> Anonymous:
        """Question and answer under headings."""
        question, answer = HEADINGS[self.language]
        parts = [f"## {question}", self._asked(), f"## {answer}", *self._answers()]
        whole = "\n\n".join(parts)
        return anonymise(whole, self.known, language=self.language)

    def demand(self) -> None:
        """Refuses where somebody is protected, or nothing is answered."""
        said = [self.ticket.title, *(one.text for one in self.messages)]
        said += [note.text for note in self.ticket.notes.newest()]
        if any(next(identity_cues.protected(text), None) for text in said):
            raise Refused(PROTECTED)
        if not any(True for _answer in self._answers()):
            raise Refused(UNANSWERED)

    def _asked(self) -> str:
        return without_manners(self.messages[0].text) if self.messages else ""

    def _answers(self) -> list[str]:
        """The staff's last replies: those in a row, and the ones before where those are short."""
        answers: list[str] = []
        rows = groupby(self.messages[1:], key=lambda one: one.is_from_staff)
        for is_ours, run in reversed([(ours, list(run)) for ours, run in rows]):
            if is_ours:
                answers = [without_manners(one.text) for one in run] + answers
                if sum(map(len, answers)) >= ENOUGH:
                    break
        return [answer for answer in answers if answer]


def _names(organisation_id: int) -> tuple[tuple[str, ...], ...]:
    """Those of the organisation, of all others, and of all products, in one query."""
    own, other, product = range(3)
    which = Case(When(pk=organisation_id, then=own), default=other)
    products = Product.objects.values_list(Value(product), "name")
    rows = list(Organisation.objects.values_list(which, "name").union(products, all=True))
    return tuple(tuple(name for kind, name in rows if kind == one) for one in range(3))


def draft(ticket: Ticket, *, by: Person) -> TicketDraft:
    """The draft that is made from the ticket: the first one, however often it is asked for."""
    if made := TicketDraft.objects.of(ticket.number):
        return made
    material = Material.of(ticket)
    material.demand()
    try:
        return _make(material, by=by)
    except IntegrityError:  # somebody else made it at the same moment
        made = TicketDraft.objects.of(ticket.number)
        if made is None:
            raise
        return made


@transaction.atomic
def _make(material: Material, *, by: Person) -> TicketDraft:
    number, language = material.ticket.number, material.language
    category = Category.objects.home_of(material.ticket.product_id)
    if category is None:
        raise Refused(NOWHERE)
    article = Article.objects.begin(
        category=category, language=language, by=by, audience=Audience.STAFF,
        once=uuid5(NAMESPACE_URL, f"ticket-draft:{number}"),
    )  # fmt: skip
    title = material.title.text[:200]
    article.in_language(language).write(
        by=by, title=title, text=material.text.text, phrasings=title
    )
    record("article.drafted_from_ticket", thing=article, by=by, ticket=number)
    return TicketDraft.objects.create(ticket=number, article=article, by=by)


def pieces(found: Anonymous) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with what is to be said of it: "taken", "doubt" or nothing."""
    marks = [(one.start, one.end, "taken") for one in found.taken]
    marks += [(start, end, "doubt") for start, end in found.doubts]
    at = 0
    for start, end, kind in sorted(marks):
        if start >= at:
            yield found.text[at:start], ""
            yield found.text[start:end], kind
            at = end
    yield found.text[at:], ""
