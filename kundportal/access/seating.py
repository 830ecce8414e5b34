"""The body of `AccessRequest.offer_seat`, and when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from kundportal.access import decider_emails, seat_emails
from kundportal.access.applying import promise
from kundportal.access.states import State
from kundportal.history.models import record
from kundportal.people import seating
from kundportal.people.models import Organisation

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest


@transaction.atomic
def offer(application: AccessRequest) -> None:
    application.state = State.WAITING
    application.save(update_fields=["state", *promise(application)])
    record("access.seat_offered", thing=application)
    seat_emails.seat_is_free(application)
    decider_emails.to_decide(application)


def offer_free_seats(model: type[AccessRequest]) -> None:
    waited_for = model.objects.seatless().order_by().values("organisation")
    for organisation in Organisation.objects.open().filter(pk__in=waited_for).order_by("pk"):
        _offer_those_of(model, organisation)


@transaction.atomic
def _offer_those_of(model: type[AccessRequest], organisation: Organisation) -> None:
    """As many as can be let in, the first in the list first; those offered before count."""
    now = seating.locked(organisation)
    offered = model.objects.to_decide().filter(organisation=now).count()
    free = max(now.free_seats - offered, 0)
    # Whoever decides has locked the application and wants the organisation next: do not wait.
    rows = model.objects.seatless().filter(organisation=now)
    for application in rows.select_for_update(of=("self",), skip_locked=True)[:free]:
        application.offer_seat()
