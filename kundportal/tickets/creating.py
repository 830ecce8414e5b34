"""The body of `Ticket.objects.create_from_form`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, connection, transaction

from kundportal.history.models import record
from kundportal.people.models import Person
from kundportal.tickets import emails
from kundportal.tickets.finding import searching
from kundportal.tickets.models.answers import Answers, Given
from kundportal.tickets.models.choices import Asked
from kundportal.tickets.models.draft import Draft
from kundportal.tickets.models.handling import Handling
from kundportal.tickets.models.participant import Participant
from kundportal.tickets.models.ticket import Ticket, next_answer
from kundportal.tickets.models.upload import Upload
from kundportal.tickets.numbers import new_number

NUMBERS_TRIED = 20
ACTS_FOR = """
SELECT organisation.id FROM people_person AS person
JOIN people_organisation AS organisation ON organisation.id = person.organisation_id
WHERE person.id = %s AND organisation.merged_into_id IS NULL FOR SHARE OF organisation"""


@transaction.atomic
def create(
    *,
    by: Person,
    once: UUID,
    text: str,
    recipients: Sequence[Person],
    attachments: Iterable[UploadedFile | Upload],
    answers: Given | None = None,
    **fields: Any,
) -> Ticket:
    organisation = _organisation_of(by)
    if any(one.organisation_id != organisation for one in recipients):
        raise PermissionDenied
    given = answers if answers and not answers.is_empty else None
    fields["answers_state"] = Asked.GIVEN if given else Asked.NOTHING
    ticket, is_new = _insert(by=by, organisation_id=organisation, once=once, **fields)
    if not is_new:
        return ticket
    Handling.objects.start(ticket)
    message = ticket.messages.create(
        organisation_id=ticket.organisation_id, author=by, text=text, once=once
    )
    files = list(attachments)
    message.attach([*files, *(given.uploads if given else ())])
    Draft.objects.sent(by=by, once=once)
    if given:
        given.keep_files(message, after=len(files))
        Answers.objects.keep(ticket, given)
    searching.begin(ticket, text, *message.file_names(), given.words() if given else "")
    _seat(ticket, by, recipients, first_message=message.pk)
    named = [one.pk for one in recipients]
    record("ticket.created", thing=ticket, by=by, recipients=named, sight=ticket.sight)
    emails.ticket_created(ticket, message, recipients=recipients)
    return ticket


def _organisation_of(by: Person) -> int:
    """Whom the person acts for, which does not become part of another one meanwhile."""
    with connection.cursor() as cursor:
        for _again in range(2):  # whoever had to wait for a merge looks anew
            cursor.execute(ACTS_FOR, [by.pk])
            if row := cursor.fetchone():
                return int(row[0])
    raise PermissionDenied


def _insert(*, by: Person, once: UUID, **fields: Any) -> tuple[Ticket, bool]:
    """The new ticket, or the one that the same form made before; numbers are drawn until free."""
    for _attempt in range(NUMBERS_TRIED):
        try:
            with transaction.atomic():
                return Ticket.objects.create(
                    number=new_number(fields["form"].country),
                    created_by=by,
                    once=once,
                    answer_by=next_answer(),
                    **fields,
                ), True
        except IntegrityError:
            if sent := Ticket.objects.filter(created_by=by, once=once).first():
                return sent, False
    raise RuntimeError("no free ticket number was found")


def _seat(ticket: Ticket, by: Person, recipients: Sequence[Person], *, first_message: int) -> None:
    """Gives the creator and the recipients their places; for recipients all of it is new."""
    seats = [(by, Participant.Role.CREATOR)]
    seats += [(one, Participant.Role.RECIPIENT) for one in recipients if one.pk != by.pk]
    Participant.objects.bulk_create(
        Participant(
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
