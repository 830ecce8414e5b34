"""What is told to whoever becomes a recipient of a ticket that is there already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from kundportal.notifications.models import Kind
from kundportal.notifications.news import News
from kundportal.tickets import letters
from kundportal.tickets.telling import Told, Why, tell

if TYPE_CHECKING:
    from kundportal.people.models import Person
    from kundportal.tickets.models import Ticket


def added(ticket: Ticket, people: Iterable[Person], *, by: Person, event: int) -> None:
    name = settings.VENDOR_NAME if by.is_staff else by.name

    def write(told: Told) -> News:
        lead = _("%(name)s has named you as a recipient of ticket %(number)s, “%(title)s”.")
        return letters.news(
            ticket,
            told,
            what=_("you are a recipient"),
            lead=lead % {"name": name, **letters.names(ticket)},
            paragraphs=(
                _("You see the whole conversation and can reply."),
                _("Is it not for you? Then leave the ticket, under “Who sees the ticket”."),
            ),
            status=letters.status(ticket.status, ticket.status, told),
        )

    named = [Told(one, Why.RECIPIENT) for one in people]
    tell(ticket, named, write, kind=Kind.NAMED, key=f"named:{event}")
