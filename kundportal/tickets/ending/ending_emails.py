"""What is told of how tickets end, rest and were rated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from kundportal.lib import dates
from kundportal.mail.letters import Button, Quote
from kundportal.notifications.models import Kind
from kundportal.notifications.news import Act, News
from kundportal.people.models import Person
from kundportal.tickets import letters
from kundportal.tickets.models.rating import Grade
from kundportal.tickets.telling import Told, Why, audience, tell, without_muted

if TYPE_CHECKING:
    from kundportal.tickets.models import Message, Rating, Ticket


def ticket_closed(
    ticket: Ticket, *, by: Person, was: str, word: Message | None = None, solved: bool = False
) -> None:
    """Tells the others; the agent in charge, too, when there is a word to read."""
    others = audience(ticket, besides=by)
    told = [one for one in others if word or one.why != Why.ASSIGNEE]
    quote = letters.quote(word, by) if word else None

    def write(one: Told) -> News:
        said: dict[str, Any] = {"quote": quote and replace(quote, who=letters.signature(by))}
        if word:
            said["url"] = letters.url("reply", ticket.number, word.pk)
            said["label"] = _("Read the reply")
        if not one.person.is_staff:
            said |= _to_customer(ticket, one)
        return letters.news(
            ticket,
            one,
            what=_what(by, word, solved=solved),
            lead=_lead(ticket, by, word, solved=solved),
            act=Act.CLOSING,
            who=by.name,
            status=letters.status(was, ticket.status, one),
            **said,
        )

    key = f"closed:{ticket.pk}:{ticket.ended_at.timestamp():.6f}"
    tell(ticket, told, write, kind=Kind.REPLIES, key=key)


def _to_customer(ticket: Ticket, told: Told) -> dict[str, Any]:
    """How it can be opened again, and the question how it went for those who may answer it."""
    opens = _("Is it not solved? Write a reply in the ticket by %(day)s, and it is open again. "
              "After that day, a reply starts a new ticket that follows this one.")  # fmt: skip
    said: dict[str, Any] = {"paragraphs": (opens % {"day": dates.day(ticket.opens_by)},)}
    if told.takes_part:
        rating = letters.url("rating", ticket.number)
        said["question"] = _("How did it go? Your answer is read by those who can make it better.")
        said["choices"] = tuple(
            Button(label=str(one.label), url=f"{rating}?value={one.value}") for one in Grade
        )
    return said


def _what(by: Person, word: Message | None, *, solved: bool) -> str:
    if solved:
        return _("solved and closed")
    if word and by.is_staff:
        return _("reply from %(name)s, closed") % {"name": by.name}
    return _("closed by %(name)s") % {"name": by.name}


def _lead(ticket: Ticket, by: Person, word: Message | None, *, solved: bool) -> str:
    told = {"name": by.name, **letters.names(ticket)}
    if solved:
        return _("%(name)s has closed ticket %(number)s, “%(title)s”: it is solved.") % told
    if word and by.is_staff:
        return _("%(name)s has replied in ticket %(number)s, “%(title)s”, and closed it.") % told
    return _("%(name)s has closed ticket %(number)s, “%(title)s”.") % told


def rest_is_over(ticket: Ticket, *, to: Person | None) -> None:
    """Reminds whoever parked the ticket; when they are gone, those who take part."""
    told = [one for one in audience(ticket) if one.takes_part]
    if to and to.may_sign_in and ticket.may_be_written_by(to):
        mine = next((one for one in told if one.person.pk == to.pk), Told(to, Why.PARKER))
        told = without_muted(ticket, [mine])

    def write(one: Told) -> News:
        lead = (
            _("Today is the day on which you wanted to be back in ticket %(number)s, “%(title)s”.")
            if one.person == to
            else _("Today is the day on which your colleague wanted to be back in ticket "
                   "%(number)s, “%(title)s”.")
        )  # fmt: skip
        more = _("Is it solved? Then close the ticket with one button. Do you need more time? Then "
                 "choose another day.")  # fmt: skip
        return letters.news(
            ticket,
            one,
            what=_("waits for you again"),
            lead=lead % letters.names(ticket),
            status=letters.status(ticket.status, ticket.status, one),
            need=letters.need(ticket, one),
            paragraphs=(more,),
        )

    tell(ticket, told, write, kind=Kind.REPLIES, key=f"rest:{ticket.pk}:{dates.today():%Y%m%d}")


@transaction.atomic
def low_rating(rating: Rating) -> None:
    """Tells the leads, once for each rating, what somebody was not content with."""
    ticket = rating.ticket
    leads = without_muted(ticket, [Told(one, Why.STAFF) for one in Person.objects.leads()])

    def write(one: Told) -> News:
        with_name = {"organisation": rating.organisation.name, **letters.names(ticket)}
        topics = ", ".join(rating.topic_labels)
        lead = _("%(organisation)s is not content with how ticket %(number)s, “%(title)s”, went.")
        return letters.news(
            ticket,
            one,
            what=_("not content"),
            lead=lead % with_name,
            paragraphs=(_("It is about: %(topics)s.") % {"topics": topics},) if topics else (),
            quote=Quote(who=rating.person.name, text=rating.text) if rating.text else None,
        )

    tell(ticket, leads, write, kind=Kind.RATINGS, key=f"rated:{rating.pk}")
