"""The mails that tickets send. Each is posted in the transaction that causes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kundportal.lib import dates
from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter, Quote
from kundportal.people.emails import change_notifications
from kundportal.people.models import Person
from kundportal.tickets import letters

if TYPE_CHECKING:
    from kundportal.tickets.models import Message, Ticket


def ticket_created(ticket: Ticket, *, recipients: Sequence[Person]) -> None:
    """Confirms to the creator; tells the recipients that they were named."""
    creator = ticket.created_by
    with writing_for(creator):
        letter = Letter(
            subject=_("[%(number)s] We have received: %(title)s") % letters.names(ticket),
            lead=_("We have received your ticket %(number)s.") % letters.names(ticket),
            paragraphs=(_promise(ticket), *_follows(ticket)),
            button=Button(label=_("Open the ticket"), url=letters.portal(ticket)),
            why=_("You get this mail because you created the ticket."),
        )
        letters.post(
            letter, creator, key=f"created:{ticket.pk}", organisation_id=ticket.organisation_id
        )
    first = ticket.messages.get()
    for person in recipients:
        with writing_for(person):
            letter = Letter(
                subject=_("[%(number)s] You are a recipient: %(title)s") % letters.names(ticket),
                lead=_("%(name)s has created the ticket “%(title)s” and named you as a recipient.")
                % {"name": creator.name, "title": ticket.title},
                paragraphs=(_("You see the whole conversation and can reply."), *_follows(ticket)),
                quote=Quote(who=letters.signature(creator), text=first.text),
                button=Button(label=_("Open the ticket"), url=letters.portal(ticket)),
                why=letters.why_recipient(),
            )
            letters.post(
                letter, person, key=f"created:{ticket.pk}", organisation_id=ticket.organisation_id
            )


def reply_posted(message: Message) -> None:
    """Tells everyone who takes part, and the agent in charge, but not the author."""
    ticket, author = message.ticket, message.author
    for place in ticket.participants.select_related("person__organisation").order_by("pk"):
        if place.person_id != author.pk and letters.wants(place.person):
            url = letters.url("reply", ticket.number, message.pk)
            is_creator = place.role == place.Role.CREATOR
            _reply(message, to=place.person, url=url, is_creator=is_creator)
    agent = ticket.handling.assignee
    if agent and agent.pk != author.pk and letters.wants(agent):
        url = f"{letters.url('desk-ticket', ticket.number)}#reply-{message.pk}"
        _reply(message, to=agent, url=url, is_creator=False)


def _reply(message: Message, *, to: Person, url: str, is_creator: bool) -> None:
    ticket, author = message.ticket, message.author
    with writing_for(to):
        if to.is_staff:
            why = _("You get this mail because you handle the ticket.")
        elif is_creator:
            why = _("You get this mail because you created the ticket.")
        else:
            why = letters.why_recipient()
        letter = Letter(
            subject=_("[%(number)s] New reply: %(title)s") % letters.names(ticket),
            lead=_("%(name)s has replied in ticket %(number)s, “%(title)s”.")
            % {"name": author.name, **letters.names(ticket)},
            quote=Quote(who=letters.signature(author), text=message.text),
            button=Button(label=_("Read the reply"), url=url),
            why=why,
            change=change_notifications(),
        )
        letters.post(letter, to, key=f"reply:{message.pk}", organisation_id=ticket.organisation_id)


def _promise(ticket: Ticket) -> str:
    assert ticket.answer_by
    return _("We answer by %(day)s at the latest.") % {"day": dates.day(ticket.answer_by)}


def _follows(ticket: Ticket) -> tuple[str, ...]:
    if ticket.follows is None:
        return ()
    told = {"number": ticket.follows.number}
    return (_("It follows ticket %(number)s, which is closed.") % told,)
