"""What is written in a ticket that has been closed for long goes on in a new one."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from kundportal.history.models import record
from kundportal.people.models import Person
from kundportal.tickets.creating import create
from kundportal.tickets.models.message import Message
from kundportal.tickets.models.participant import Participant
from kundportal.tickets.models.ticket import Ticket
from kundportal.tickets.models.upload import Upload


def follow_up(
    ticket: Ticket,
    *,
    by: Person,
    text: str,
    once: UUID,
    attachments: Iterable[UploadedFile | Upload],
) -> Message:
    """The first reply of a new ticket on the same form, about the same thing, for the same people.

    The old ticket is locked, so the same `once` finds what it has made before.
    """
    sent = Ticket.objects.filter(created_by=by, once=once).first()
    if sent is None:
        sent = create(
            by=by,
            once=once,
            text=text,
            recipients=_others(ticket, by),
            attachments=attachments,
            form=ticket.form,
            product=ticket.product,
            matter=ticket.matter,
            title=ticket.title,
            sight=ticket.sight,
            follows=ticket,
        )
        ticket.is_followed = True
        ticket.save(update_fields=["is_followed"])
        record("ticket.followed_up", thing=ticket, by=by, ticket=sent.pk)
    return sent.messages.earliest("pk")


def _others(ticket: Ticket, by: Person) -> list[Person]:
    """Those who took part and still have access, but for the one who writes."""
    places = Participant.objects.in_ticket(ticket)
    here = [place.person_id for place in places if place.person_id != by.pk]
    return list(Person.objects.colleagues_of(by).filter(pk__in=here))
