"""The bodies of `Organisation.close`, `reopen` and `absorb`: when customers end or become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kundportal.history.models import record
from kundportal.people import organisation_emails, sight_sharing
from kundportal.people.models.session import Session

if TYPE_CHECKING:
    from kundportal.people.models.organisation import Organisation, Seat
    from kundportal.people.models.person import Person


class CannotReopen(Exception):
    """It was merged into another, so it has nobody and nothing left."""


class CannotMerge(Exception):
    """One of the two is closed or merged already, or both are the same."""


class TooFewSeats(Exception):
    """The other organisation has not enough free seats for those who come."""

    def __init__(self, *, wanted: int, free: int) -> None:
        super().__init__(wanted, free)
        self.wanted, self.free = wanted, free


@transaction.atomic
def close(organisation: Organisation, *, by: Person) -> None:
    now = _locked(by, organisation)[0]
    if now.is_closed:
        return
    now.closed_at = organisation.closed_at = timezone.now()
    now.save(update_fields=["closed_at"])
    Session.objects.at(now).delete()
    record("organisation.closed", thing=now, by=by)
    organisation_emails.closed(now)


@transaction.atomic
def reopen(organisation: Organisation, *, by: Person) -> None:
    now = _locked(by, organisation)[0]
    if now.merged_into_id:
        raise CannotReopen
    if not now.is_closed:
        return
    now.closed_at = organisation.closed_at = None
    now.save(update_fields=["closed_at"])
    record("organisation.reopened", thing=now, by=by)
    organisation_emails.reopened(now)


@transaction.atomic
def absorb(organisation: Organisation, other: Organisation, *, by: Person) -> None:
    """Moves the other one's people, seats and mail domains; the other stays as a name."""
    both = {one.pk: one for one in _locked(by, organisation, other)}
    into, source = both[organisation.pk], both[other.pk]
    if into == source or into.is_closed or source.merged_into_id:
        raise CannotMerge
    people = get_user_model().objects.of_organisation(source)
    told = list(people.active().order_by("pk")) if not source.is_closed else []
    _move_seats(source, into)
    # Whoever comes along coordinates nothing here until somebody here has said so.
    people.update(organisation=into, is_coordinator=False)
    sight_sharing.narrow(into, by=by)
    sight_sharing.keep_bare(into, source, by=by)
    # Its identity provider answers for nobody of the other one.
    source.mail_domains.update(organisation=into, has_sign_on=False)
    source.former.update(merged_into=into)
    source.merged_into, source.closed_at = into, timezone.now()
    source.save(update_fields=["merged_into", "closed_at"])
    record("organisation.merged", thing=source, by=by, into=into.pk)
    record("organisation.absorbed", thing=into, by=by, other=source.pk)
    organisation_emails.merged(source, into, told)


def _move_seats(source: Organisation, into: Organisation) -> None:
    """Gives those who come the lowest numbers that are free."""
    taken = set(into.taken_seats.values_list("number", flat=True))
    free = (number for number in range(1, into.seats + 1) if number not in taken)
    coming: list[Seat] = list(source.taken_seats.order_by("number"))
    if len(coming) > into.seats - len(taken):
        raise TooFewSeats(wanted=len(coming), free=into.seats - len(taken))
    for seat in coming:
        seat.organisation, seat.number, seat.seats = into, next(free), into.seats
    source.taken_seats.bulk_update(coming, ["organisation", "number", "seats"])


def _locked(by: Person, *organisations: Organisation) -> list[Organisation]:
    """The organisations as they are now, one change of them at a time."""
    if not by.is_administrator:
        raise PermissionDenied
    rows = type(organisations[0]).objects.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(pk__in=[one.pk for one in organisations]).order_by("pk"))
