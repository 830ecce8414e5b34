"""What is told of new tickets and replies, in the transaction that causes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from kundportal.lib import dates
from kundportal.lib.reader import writing_for
from kundportal.mail.addresses import key_of_first
from kundportal.mail.letters import Button, Letter, Quote
from kundportal.notifications.models import Kind
from kundportal.notifications.news import Act, News
from kundportal.notifications.sight import bare_of
from kundportal.people.models import Notify, Person
from kundportal.tickets import letters
from kundportal.tickets.telling import Told, Why, audience, tell

if TYPE_CHECKING:
    from kundportal.tickets.models import Message, Ticket


def ticket_created(ticket: Ticket, message: Message, *, recipients: Sequence[Person]) -> None:
    """Confirms to the creator; tells the recipients that they were named, and us that it came."""
    _confirm(ticket)
    quote = letters.quote(message, ticket.created_by)
    named = [Told(one, Why.RECIPIENT) for one in recipients if one.pk != ticket.created_by_id]
    key = f"created:{ticket.pk}"
    if named:
        prefetch_related_objects([one.person for one in named], "organisation")
        tell(ticket, named, lambda told: _named(told, message, quote), kind=Kind.NAMED, key=key)
    # Who wants no mail has the queue, where every new ticket stands; a row for each of us would
    # say the same again.
    keen = Person.objects.staff().exclude(notify_new_tickets=Notify.PORTAL)
    staff = [Told(one, Why.STAFF) for one in keen.select_related("organisation")]
    tell(ticket, staff, lambda told: _came_in(told, message, quote), kind=Kind.NEW_TICKETS, key=key)


def _confirm(ticket: Ticket) -> None:
    """The first mail of the ticket's thread, at once and whatever the creator has chosen."""
    creator = ticket.created_by
    with writing_for(creator):
        what = _("we have received it")
        letter = Letter(
            subject=f"{letters.topic(ticket)} – {what}",
            lead=_("We have received your ticket %(number)s.") % letters.names(ticket),
            paragraphs=(_promise(ticket), *_follows(ticket)),
            button=Button(label=_("Open the ticket"), url=letters.url("ticket", ticket.number)),
            why=_("You get this mail because you created the ticket."),
        )
        if bare_of([ticket.organisation_id]):
            letter = replace(letter, subject=f"[{ticket.number}] {what}", paragraphs=())
    letters.post(
        letter,
        creator,
        key=key_of_first(ticket.number),
        organisation_id=ticket.organisation_id,
        thread=ticket.number,
    )


def _named(told: Told, message: Message, quote: Quote) -> News:
    ticket, creator = message.ticket, message.ticket.created_by
    lead = _("%(name)s has created the ticket “%(title)s” and named you as a recipient.")
    return letters.news(
        ticket,
        told,
        what=_("you are a recipient"),
        lead=lead % {"name": creator.name, "title": ticket.title},
        paragraphs=(_("You see the whole conversation and can reply."), *_follows(ticket)),
        quote=replace(quote, who=letters.signature(creator)),
    )


def _came_in(told: Told, message: Message, quote: Quote) -> News:
    """For staff who want a mail."""
    ticket, creator = message.ticket, message.ticket.created_by
    who = {"name": creator.name, "organisation": ticket.organisation.name}
    lead = _("%(name)s at %(organisation)s has created ticket %(number)s, “%(title)s”.")
    return letters.news(
        ticket,
        told,
        what=_("new ticket from %(organisation)s") % who,
        lead=lead % {**who, **letters.names(ticket)},
        paragraphs=_follows(ticket),
        quote=replace(quote, who=letters.signature(creator)),
        need=letters.need(ticket, told),
    )


def reply_posted(message: Message, *, was: str) -> None:
    """Tells the others of a reply; `was` is the status in which it found the ticket."""
    ticket, author = message.ticket, message.author
    quote = letters.quote(message)

    def write(told: Told) -> News:
        with_name = {"name": author.name, **letters.names(ticket)}
        return letters.news(
            ticket,
            told,
            what=_("reply from %(name)s") % with_name,
            lead=_("%(name)s has replied in ticket %(number)s, “%(title)s”.") % with_name,
            act=Act.REPLY,
            who=author.name,
            quote=replace(quote, who=letters.signature(author)),
            url=letters.url("reply", ticket.number, message.pk),
            label=_("Read the reply"),
            status=letters.status(was, ticket.status, told),
            need=letters.need(ticket, told),
        )

    others = audience(ticket, besides=author)
    tell(ticket, others, write, kind=Kind.REPLIES, key=f"reply:{message.pk}")


def assigned(ticket: Ticket, *, to: Person, by: Person, event: int) -> None:
    """Tells an agent that a colleague has given them the ticket."""
    latest = ticket.messages.select_related("author").latest("pk")

    def write(told: Told) -> News:
        who = {"name": by.name, "organisation": ticket.organisation.name}
        lead = _("%(name)s has given you ticket %(number)s, “%(title)s”, from %(organisation)s.")
        return letters.news(
            ticket,
            told,
            what=_("given to you by %(name)s") % who,
            lead=lead % {**who, **letters.names(ticket)},
            quote=letters.quote(latest),
            need=letters.need(ticket, told),
        )

    tell(ticket, [Told(to, Why.ASSIGNEE)], write, kind=Kind.ASSIGNED, key=f"assigned:{event}")


def _promise(ticket: Ticket) -> str:
    assert ticket.answer_by
    return _("We answer by %(day)s at the latest.") % {"day": dates.day(ticket.answer_by)}


def _follows(ticket: Ticket) -> tuple[str, ...]:
    if ticket.follows is None:
        return ()
    told = {"number": ticket.follows.number}
    return (_("It follows ticket %(number)s, which is closed.") % told,)
