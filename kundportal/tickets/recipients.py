"""The bodies of `Ticket.add_recipients`, `remove_recipient` and `share`: who else sees a ticket.

Whoever is removed sees nothing more of the ticket from that moment, since every page and file asks
for a place in it. What has not been mailed to them yet is taken back as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kundportal.history.models import record
from kundportal.notifications.models import Notification
from kundportal.people.models import Person
from kundportal.tickets import recipient_emails, sight
from kundportal.tickets.models.choices import Sight

if TYPE_CHECKING:
    from kundportal.tickets.models.ticket import Ticket

ADDED, REMOVED, SHARED = "ticket.recipients_added", "ticket.recipient_removed", "ticket.shared"


@transaction.atomic
def add(ticket: Ticket, *, people: Iterable[Person], by: Person) -> list[Person]:
    now = type(ticket).objects.locked(ticket.pk)
    if not now.may_be_written_by(by):
        raise PermissionDenied
    there = set(now.participants.values_list("person_id", flat=True))
    new = [one for one in people if one.pk not in there]
    colleagues = Person.objects.active().filter(organisation=now.organisation_id)
    if colleagues.filter(pk__in=[one.pk for one in new]).count() != len(new):
        raise PermissionDenied
    if not new:
        return []
    for one in new:
        unread = now.messages.exclude(author=one).order_by("pk")
        _seat(now, one, unread=unread.count(), first=unread.values_list("pk", flat=True).first())
    event = record(ADDED, thing=now, by=by, people=[one.pk for one in new])
    recipient_emails.added(now, new, by=by, event=event.pk)
    return new


def join(ticket: Ticket, person: Person) -> None:
    """Whoever replies takes part from then on, and has read what stands above."""
    if person.is_staff or ticket.participants.filter(person=person).exists():
        return
    _seat(ticket, person, unread=0, first=None)
    record(ADDED, thing=ticket, by=person, people=[person.pk])


@transaction.atomic
def remove(ticket: Ticket, *, person: Person, by: Person) -> bool:
    now = type(ticket).objects.locked(ticket.pk)
    place = now.participants.filter(person=person).first()
    is_creator = place is not None and place.role == place.Role.CREATOR
    if is_creator or not may_remove(now, person, by=by):
        raise PermissionDenied
    if place is None:
        return False
    place.delete()
    record(REMOVED, thing=now, by=by, person=person.pk)
    now.watches.filter(person=person).delete()
    Notification.objects.of(person).about(now).take_back()
    return True


def may_remove(ticket: Ticket, person: Person | None, *, by: Person) -> bool:
    """Themselves, and anybody: the creator, coordinators who see the ticket, and staff."""
    if by.is_staff or by.pk in {person and person.pk, ticket.created_by_id}:
        return True
    place = ticket.participants.filter(person=by).first()
    return by.is_coordinator and sight.look(by, ticket, place.role if place else None) is not None


@transaction.atomic
def share(ticket: Ticket, *, sight: str, by: Person) -> None:
    now = type(ticket).objects.locked(ticket.pk)
    if not now.may_be_shared_by(by):
        raise PermissionDenied
    before, now.sight = now.sight, Sight(sight)
    ticket.sight = now.sight
    if before != now.sight:
        now.save(update_fields=["sight"])
        record(SHARED, thing=now, by=by, was=before, now=now.sight)


def _seat(ticket: Ticket, person: Person, *, unread: int, first: int | None) -> None:
    ticket.participants.create(
        person=person,
        organisation_id=ticket.organisation_id,
        role="recipient",
        unread=unread,
        first_unread_id=first,
        is_open=not ticket.is_closed,
        last_activity_at=ticket.last_activity_at,
    )
