"""The mail to whoever becomes a recipient of a ticket that is there already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter
from kundportal.mail.models import Mail

if TYPE_CHECKING:
    from kundportal.people.models import Person
    from kundportal.tickets.models import Ticket


def added(ticket: Ticket, people: Iterable[Person], *, by: Person, event: int) -> None:
    told = {
        "number": ticket.number,
        "title": ticket.title,
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
                button=Button(
                    label=_("Open the ticket"),
                    url=settings.SITE_URL + reverse("ticket", args=[ticket.number]),
                ),
                why=_("You get this mail because you are a recipient of the ticket."),
            )
        Mail.objects.post(
            letter,
            to=person.email,
            key=f"named:{event}:{person.pk}",
            language=person.language,
            person=person,
            organisation_id=ticket.organisation_id,
        )
