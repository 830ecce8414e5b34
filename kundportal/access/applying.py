"""The bodies of `AccessRequest.objects.apply` and `AccessRequest.confirm`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from kundportal.access import decider_emails, emails, objection_emails
from kundportal.access.gone import gone
from kundportal.access.matching import place_of
from kundportal.access.references import new_reference
from kundportal.access.states import State
from kundportal.history.models import record
from kundportal.lib import dates
from kundportal.people.models import Person

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest

KEEP_UNCONFIRMED = timedelta(days=7)
REFERENCES_TRIED = 20


class AddressTaken(Exception):
    """The address has an account already."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.pk)
        self.person = person


@transaction.atomic
def apply(model: type[AccessRequest], *, once: UUID, **fields: Any) -> AccessRequest:
    fields["email"] = fields["email"].strip().lower()
    application, is_new = _insert(model, once=once, **fields)
    if not is_new:
        return application
    record("access.applied", thing=application)
    person = Person.objects.with_email(application.email).first()
    waiting = model.objects.waiting_for(application.email)
    if person:
        emails.has_an_account(application, person)
    elif waiting:
        emails.waits_already(application, waiting)
    else:
        emails.confirm_address(application)
    return application


def _insert(model: type[AccessRequest], *, once: UUID, **fields: Any) -> tuple[AccessRequest, bool]:
    """The new application, or the one that the same form made before."""
    for _attempt in range(REFERENCES_TRIED):
        if sent := model.objects.with_once(once):
            return sent, False
        try:
            with transaction.atomic():
                return model.objects.create(once=once, reference=new_reference(), **fields), True
        except IntegrityError:  # the reference was taken, or the same form came twice at once
            continue
    raise RuntimeError("no free reference was found")


@transaction.atomic
def confirm(application: AccessRequest) -> AccessRequest:
    model = type(application)
    locked = model.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if locked.is_confirmed:
        return locked
    if person := Person.objects.with_email(locked.email).first():
        raise AddressTaken(person)
    if not _wait(locked):
        return model.objects.confirmed().filter(email=locked.email).latest("confirmed_at")
    record("access.confirmed", thing=locked)
    emails.received(locked, gone=gone(locked))
    decider_emails.to_decide(locked)
    organisation = place_of(locked)
    if organisation and not organisation.is_closed:
        for person in Person.objects.of_organisation(organisation).active().order_by("pk"):
            objection_emails.do_you_know(locked, person)
    return locked


def promise(application: AccessRequest) -> list[str]:
    """Promises a decision, counted from now; gives the names of the fields that are changed."""
    days, today = settings.DECISION_WITHIN, dates.today()
    application.promised_at = timezone.now()
    for field, count in (("decide_by", days), ("remind_on", (days + 1) // 2)):
        day = dates.add_working_days(today, count, country=application.country)
        setattr(application, field, day)
    return ["promised_at", "decide_by", "remind_on"]


def _wait(application: AccessRequest) -> bool:
    """Puts it in the queue; says whether no other application of the address came first."""
    application.state = State.WAITING
    application.confirmed_at = timezone.now()
    promised = promise(application)
    try:
        with transaction.atomic():
            application.save(update_fields=["state", "confirmed_at", *promised])
    except IntegrityError:
        return False
    return True
