"""The mail to whoever becomes a recipient of a ticket that is there already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter
from kundportal.tickets import letters

if TYPE_CHECKING:
    from kundportal.people.models import Person
    from kundportal.tickets.models import Ticket


def added(ticket: Ticket, people: Iterable[Person], *, by: Person, event: int) -> None:
    told = {
        **letters.names(ticket),
        "name": settings.VENDOR_NAME if by.is_staff else by.name,
    }
    for person in people:
        if not person.may_sign_in:
            continue
        with writing_for(person):
            letter = Letter(
                subject=_("[%(number)s] You are a recipient: %(title)s") % told,
                lead=_("%(name)s has named you as a recipient of ticket %(number)s, “%(title)s”.")
                % told,
                paragraphs=(
                    _("You see the whole conversation and can reply."),
                    _("Is it not for you? Then leave the ticket, under “Who sees the ticket”."),
                ),
                button=Button(label=_("Open the ticket"), url=letters.portal(ticket)),
                why=letters.why_recipient(),
            )
        letters.post(letter, person, key=f"named:{event}", organisation_id=ticket.organisation_id)
