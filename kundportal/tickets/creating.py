"""The body of `Ticket.objects.create_from_form`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from kundportal.history.models import record
from kundportal.lib import dates
from kundportal.people.models import Person
from kundportal.tickets import emails
from kundportal.tickets.numbers import new_number

if TYPE_CHECKING:
    from kundportal.tickets.models.ticket import Ticket

NUMBERS_TRIED = 20


@transaction.atomic
def create(
    model: type[Ticket],
    *,
    by: Person,
    once: UUID,
    text: str,
    recipients: Sequence[Person],
    attachments: Iterable[UploadedFile],
    **fields: Any,
) -> Ticket:
    if any(one.organisation_id != by.organisation_id for one in recipients) or by.is_staff:
        raise PermissionDenied
    ticket, is_new = _insert(model, by=by, once=once, **fields)
    if not is_new:
        return ticket
    ticket._meta.get_field("handling").related_model.objects.start(ticket)
    message = ticket.messages.create(
        organisation_id=ticket.organisation_id, author=by, text=text, once=once
    )
    message.attach(attachments)
    _seat(ticket, by, recipients, first_message=message.pk)
    record("ticket.created", thing=ticket, by=by, recipients=[one.pk for one in recipients])
    emails.ticket_created(ticket, recipients=recipients)
    return ticket


def _insert(model: type[Ticket], *, by: Person, once: UUID, **fields: Any) -> tuple[Ticket, bool]:
    """The new ticket, or the one that the same form made before; numbers are drawn until free."""
    answer_by = dates.add_working_days(timezone.localdate(), settings.ANSWER_WITHIN)
    for _attempt in range(NUMBERS_TRIED):
        try:
            with transaction.atomic():
                return model.objects.create(
                    number=new_number(fields["form"].country),
                    created_by=by,
                    organisation_id=by.organisation_id,
                    once=once,
                    answer_by=answer_by,
                    **fields,
                ), True
        except IntegrityError:
            if sent := model.objects.filter(created_by=by, once=once).first():
                return sent, False
    raise RuntimeError("no free ticket number was found")


def _seat(ticket: Ticket, by: Person, recipients: Sequence[Person], *, first_message: int) -> None:
    """Gives the creator and the recipients their places; for recipients all of it is new."""
    place = ticket.participants.model
    seats = [(by, place.Role.CREATOR)]
    seats += [(one, place.Role.RECIPIENT) for one in recipients if one.pk != by.pk]
    place.objects.bulk_create(
        place(
            ticket=ticket,
            person=person,
            organisation_id=ticket.organisation_id,
            role=role,
            unread=0 if person.pk == by.pk else 1,
            first_unread_id=None if person.pk == by.pk else first_message,
            last_activity_at=ticket.last_activity_at,
        )
        for person, role in seats
    )
