"""The bodies of `AccessRequest.approve` and `AccessRequest.decline`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from kundportal.access import decider_emails, emails, seat_emails
from kundportal.access.applying import AddressTaken
from kundportal.access.states import State
from kundportal.history.models import record
from kundportal.notifications.models import Notification
from kundportal.people import activation
from kundportal.people.language import portal_language
from kundportal.people.models import Organisation, Person
from kundportal.people.seating import OrganisationFull

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest


class AlreadyDecided(Exception):
    """Somebody else was first."""

    def __init__(self, application: AccessRequest) -> None:
        super().__init__(application.pk)
        self.application = application


@transaction.atomic
def approve(
    application: AccessRequest,
    *,
    by: Person,
    organisation: Organisation | None,
    organisation_name: str,
) -> Person | None:
    locked = _take(application, by)
    if organisation is None:
        organisation = Organisation.objects.register(
            name=organisation_name,
            country=locked.country,
            mail_domain=locked.mail_domain,
            organisation_number=locked.organisation_number,
            by=by,
        )
    try:
        person = _admit(locked, organisation, by)
    except OrganisationFull:
        _await_seat(locked, organisation, by)
        return None
    locked.state, locked.organisation, locked.person = State.APPROVED, organisation, person
    _decided(locked, by, "organisation", "person")
    record("access.approved", thing=locked, by=by, person=person.pk)
    until = activation.expires_at()
    emails.approved(locked, link=activation.link_for(person), until=until)
    return person


@transaction.atomic
def decline(application: AccessRequest, *, by: Person, reason: str, words: str) -> None:
    locked = _take(application, by)
    locked.state, locked.reason, locked.words = State.DECLINED, reason, words
    _decided(locked, by, "reason", "words")
    record("access.declined", thing=locked, by=by, reason=reason)
    emails.declined(locked)


@transaction.atomic
def remind(application: AccessRequest) -> None:
    """Does nothing when somebody decides or reminds at the same moment."""
    rows = type(application).objects.to_remind_of().select_for_update(of=("self",))
    locked = rows.filter(pk=application.pk).first()
    if locked is None:
        return
    locked.remind_on = None
    locked.save(update_fields=["remind_on"])
    record("access.reminded", thing=locked)
    for administrator in Person.objects.administrators().order_by("pk"):
        decider_emails.still_to_decide(locked, administrator)


def _take(application: AccessRequest, by: Person) -> AccessRequest:
    """The application as it is now, for one decision at a time."""
    if not by.is_administrator:
        raise PermissionDenied
    locked = type(application).objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not locked.is_confirmed:
        raise PermissionDenied
    if not locked.is_undecided:
        raise AlreadyDecided(locked)
    return locked


def _await_seat(application: AccessRequest, organisation: Organisation, by: Person) -> None:
    """Puts it in the organisation's waiting list, unless it stands there already."""
    if application.is_seatless and application.organisation == organisation:
        return
    application.state, application.organisation = State.SEATLESS, organisation
    application.save(update_fields=["state", "organisation"])
    record("access.awaits_seat", thing=application, by=by)
    Notification.objects.about(application).read()
    seat_emails.awaits_seat(application)
    for person in Person.objects.of_organisation(organisation).active().order_by("pk"):
        seat_emails.no_seat_for(application, person)


def _admit(application: AccessRequest, organisation: Organisation, by: Person) -> Person:
    try:
        with transaction.atomic():
            person: Person = Person.objects.admit(
                email=application.email,
                name=application.name,
                organisation=organisation,
                by=by,
                phone=application.phone,
                title=application.title,
                language=portal_language(application.language),
            )
    except IntegrityError:
        raise AddressTaken(Person.objects.with_email(application.email).get()) from None
    return person


def _decided(application: AccessRequest, by: Person, *fields: str) -> None:
    application.decided_by, application.decided_at = by, timezone.now()
    application.save(update_fields=["state", "decided_by", "decided_at", *fields])
    Notification.objects.about(application).read()  # there is nothing left to do about it
