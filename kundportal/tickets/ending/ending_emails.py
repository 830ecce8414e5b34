"""The mails about how tickets end, rest and were rated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kundportal.lib import dates
from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter, Quote
from kundportal.people.emails import change_notifications
from kundportal.people.models import Person
from kundportal.tickets import letters
from kundportal.tickets.models.rating import Grade

if TYPE_CHECKING:
    from kundportal.tickets.models import Message, Participant, Rating, Ticket


def ticket_closed(
    ticket: Ticket, *, by: Person, word: Message | None = None, solved: bool = False
) -> None:
    """Tells the others who take part; the agent in charge too, when there is a word to read."""
    places = ticket.participants.select_related("person__organisation").order_by("pk")
    key = f"closed:{ticket.pk}:{ticket.ended_at.timestamp():.6f}"
    for place in places:
        if place.person_id != by.pk and letters.wants(place.person):
            with writing_for(place.person):
                letter = _closed(ticket, by, word, solved=solved, place=place)
                letters.post(letter, place.person, key=key, organisation_id=ticket.organisation_id)
    agent = ticket.handling.assignee
    if word and agent and agent.pk != by.pk and letters.wants(agent):
        with writing_for(agent):
            letter = _closed(ticket, by, word, solved=solved, place=None)
            letters.post(letter, agent, key=key, organisation_id=ticket.organisation_id)


def _closed(
    ticket: Ticket, by: Person, word: Message | None, *, solved: bool, place: Participant | None
) -> Letter:
    """The letter to somebody who takes part, or to the agent when there is no place."""
    letter = Letter(
        subject=_("[%(number)s] Closed: %(title)s") % letters.names(ticket),
        lead=_what_was_done(ticket, by, word, solved=solved),
        quote=Quote(who=letters.signature(by), text=word.text) if word else None,
        button=Button(label=_("Open the ticket"), url=letters.url("desk-ticket", ticket.number)),
        why=_("You get this mail because you handle the ticket."),
        change=change_notifications(),
    )
    if place is None:
        return letter
    opens = _("Is it not solved? Write a reply in the ticket by %(day)s, and it is open again. "
              "After that day, a reply starts a new ticket that follows this one.")  # fmt: skip
    rating = letters.url("rating", ticket.number)
    return replace(
        letter,
        paragraphs=(opens % {"day": dates.day(ticket.opens_by)},),
        button=Button(label=_("Open the ticket"), url=letters.portal(ticket)),
        question=_("How did it go? Your answer is read by those who can make it better."),
        choices=tuple(
            Button(label=str(grade.label), url=f"{rating}?value={grade.value}") for grade in Grade
        ),
        why=letters.why_recipient()
        if place.role == place.Role.RECIPIENT
        else _("You get this mail because you created the ticket."),
    )


def _what_was_done(ticket: Ticket, by: Person, word: Message | None, *, solved: bool) -> str:
    told = {"name": by.name, **letters.names(ticket)}
    if solved:
        return _("%(name)s has closed ticket %(number)s, “%(title)s”: it is solved.") % told
    if word and by.is_staff:
        return _("%(name)s has replied in ticket %(number)s, “%(title)s”, and closed it.") % told
    return _("%(name)s has closed ticket %(number)s, “%(title)s”.") % told


def rest_is_over(ticket: Ticket, *, to: Person | None) -> None:
    """Reminds whoever parked the ticket; when they are gone, those who take part."""
    people = [to] if to and to.may_sign_in and ticket.may_be_written_by(to) else []
    if not people:
        places = ticket.participants.select_related("person__organisation").order_by("pk")
        people = [place.person for place in places]
    for person in people:
        if not letters.wants(person):
            continue
        with writing_for(person):
            yours = person == to
            letter = Letter(
                subject=_("[%(number)s] Waits for you again: %(title)s") % letters.names(ticket),
                lead=(
                    _("Today is the day on which you wanted to be back in ticket %(number)s, "
                      "“%(title)s”.")
                    if yours
                    else _("Today is the day on which your colleague wanted to be back in ticket "
                           "%(number)s, “%(title)s”.")
                ) % letters.names(ticket),
                paragraphs=(
                    _("Reply when you can. Is it solved? Then close the ticket with one button. "
                      "Do you need more time? Then choose another day."),
                ),
                button=Button(label=_("Open the ticket"), url=letters.portal(ticket)),
                why=_("You get this mail because you parked the ticket until today.")
                if yours
                else _("You get this mail because you take part in the ticket."),
                change=change_notifications(),
            )  # fmt: skip
            letters.post(
                letter,
                person,
                key=f"rest:{ticket.pk}:{dates.today():%Y%m%d}",
                organisation_id=ticket.organisation_id,
            )


@transaction.atomic
def low_rating(rating: Rating) -> None:
    """Tells the leads, once for each rating, what somebody was not content with."""
    ticket = rating.ticket
    for lead in Person.objects.leads():
        if not letters.wants(lead):
            continue
        with writing_for(lead):
            told = {"organisation": rating.organisation.name, **letters.names(ticket)}
            topics = ", ".join(rating.topic_labels)
            letter = Letter(
                subject=_("[%(number)s] Not content: %(title)s") % told,
                lead=_("%(organisation)s is not content with how ticket %(number)s, “%(title)s”, "
                       "went.") % told,
                paragraphs=(_("It is about: %(topics)s.") % {"topics": topics},) if topics else (),
                quote=Quote(who=rating.person.name, text=rating.text) if rating.text else None,
                button=Button(
                    label=_("Open the ticket"), url=letters.url("desk-ticket", ticket.number)
                ),
                why=_("You get this mail because you lead the support."),
                change=change_notifications(),
            )  # fmt: skip
            letters.post(
                letter, lead, key=f"rated:{rating.pk}", organisation_id=ticket.organisation_id
            )
