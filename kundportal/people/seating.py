"""The bodies of the verbs about seats: taking one, giving it back, how many there are.

Each locks the organisation first, so that two who act at once are told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kundportal.history.models import record
from kundportal.people import emails

if TYPE_CHECKING:
    from kundportal.people.models.organisation import Organisation
    from kundportal.people.models.person import Person


class OrganisationFull(Exception):
    """Every seat of the organisation is taken."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(organisation.pk)
        self.organisation = organisation


class OrganisationClosed(Exception):
    """Nobody is let in to an organisation that is closed."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(organisation.pk)
        self.organisation = organisation


class SeatsInUse(Exception):
    """More seats are taken than the organisation would have left."""

    def __init__(self, used: int) -> None:
        super().__init__(used)
        self.used = used


def locked(organisation: Organisation) -> Organisation:
    """The organisation as it is now, for one change of its seats at a time."""
    rows = type(organisation).objects.select_for_update(no_key=True)
    return rows.get(pk=organisation.pk)


def free_number(organisation: Organisation) -> int:
    """The lowest seat that nobody has. The organisation must be locked."""
    if organisation.is_closed:
        raise OrganisationClosed(organisation)
    taken = set(organisation.taken_seats.values_list("number", flat=True))
    for number in range(1, organisation.seats + 1):
        if number not in taken:
            return number
    raise OrganisationFull(organisation)


def take(person: Person, organisation: Organisation, number: int) -> None:
    organisation.taken_seats.create(number=number, seats=organisation.seats, person=person)


@transaction.atomic
def limit(organisation: Organisation, *, seats: int, by: Person) -> None:
    if not by.is_administrator:
        raise PermissionDenied
    now = locked(organisation)
    taken = list(now.taken_seats.order_by("number"))
    if len(taken) > seats:
        raise SeatsInUse(len(taken))
    before, organisation.seats = now.seats, seats
    # Whoever sits too far up moves down to a number that is free.
    free = iter(sorted(set(range(1, seats + 1)) - {one.number for one in taken}))
    for seat in taken:
        if seat.number > seats:
            seat.number = next(free)
            seat.save(update_fields=["number"])
    organisation.save(update_fields=["seats"])
    record("organisation.seats_limited", thing=organisation, by=by, before=before, seats=seats)


@transaction.atomic
def pause(person: Person, *, by: Person) -> None:
    now = _run_by(person, by)
    if now.is_active:
        _admit_again(now, False)
        record("person.paused", thing=now, by=by)
        emails.access_changed(now, to="paused", by=by)


@transaction.atomic
def resume(person: Person, *, by: Person) -> None:
    now = _run_by(person, by)
    if now.is_active:
        return
    if not now.has_seat and now.organisation:
        organisation = locked(now.organisation)
        take(now, organisation, free_number(organisation))
    _admit_again(now, True)
    record("person.resumed", thing=now, by=by)
    emails.access_changed(now, to="resumed", by=by)


@transaction.atomic
def give_back(person: Person, *, by: Person) -> None:
    now = _run_by(person, by)
    if now.has_seat:
        now.seat.delete()
        _admit_again(now, False)
        record("person.seat_given_back", thing=now, by=by)
        emails.access_changed(now, to="seat given back", by=by)


def _run_by(person: Person, by: Person) -> Person:
    """The person as they are now; both are asked about once nobody else can change them."""
    people = type(person).objects
    if person.organisation:
        locked(person.organisation)
    if not person.may_be_run_by(people.get(pk=by.pk)):
        raise PermissionDenied
    now: Person = people.select_related("seat").get(pk=person.pk)
    return now


def _admit_again(person: Person, is_active: bool) -> None:
    person.is_active = is_active
    person.save(update_fields=["is_active"])
