"""The body of `Person.leave`: a customer ends their own access, and is not kept from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kundportal.history.models import record
from kundportal.people import organisation_emails, seating

if TYPE_CHECKING:
    from kundportal.people.models.person import Person


@transaction.atomic
def leave(person: Person, *, keep_seat: bool) -> None:
    if not person.organisation:
        raise PermissionDenied
    seating.locked(person.organisation)
    now = type(person).objects.select_related("seat", "organisation").get(pk=person.pk)
    if not now.is_active:
        return
    if now.has_seat and not keep_seat:
        now.seat.delete()
    now.is_active = False
    now.save(update_fields=["is_active"])
    now.sessions.all().delete()
    record("person.left", thing=now, by=now, keeps_seat=keep_seat)
    organisation_emails.left(now, keep_seat=keep_seat)
