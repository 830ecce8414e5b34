"""Who sees a ticket, and why.

One rule for all doors. `look` answers for one person and one ticket; it guards what is written
and fills the panel "Who sees the ticket". `opened_to` says the same of a set, for queries: the
sights of tickets that are open to a person through their organisation. A test holds the two
against each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from kundportal.people.models import OrganisationSight, Person
from kundportal.tickets.models.choices import Sight

if TYPE_CHECKING:
    from kundportal.tickets.models.ticket import Ticket


class Reason(models.TextChoices):
    """Why somebody at the organisation sees a ticket."""

    CREATOR = "creator", _("created the ticket")
    RECIPIENT = "recipient", _("recipient")
    COORDINATOR = "coordinator", _("coordinator, sees all tickets of the organisation")
    EVERYONE = "everyone", _("everyone at the organisation sees all tickets")
    SHARED = "shared", _("the ticket is shared with everyone at the organisation")


@dataclass(frozen=True)
class Look:
    """That somebody sees a ticket: for which reason, and whether they may reply and close."""

    reason: Reason
    may_write: bool


def look(person: Person, ticket: Ticket, role: str | None) -> Look | None:
    """How a customer sees a ticket, None when they do not; `role` is their place in it, if any.

    Reads `person.organisation`, which the signed-in reader has at hand.
    """
    if role:
        return Look(Reason(role), may_write=True)
    organisation = person.organisation
    if organisation is None or ticket.organisation_id != person.organisation_id:
        return None
    if ticket.sight not in opened_to(person):
        return None
    return Look(_reason(person, ticket), may_write=organisation.sight_may_reply)


def opened_to(person: Person) -> list[str]:
    """The sights of those tickets of the person's organisation that they see without a place."""
    organisation = person.organisation
    if organisation is None:
        return []
    sees_all = organisation.sight == OrganisationSight.EVERYONE or (
        organisation.sight == OrganisationSight.COORDINATORS and person.is_coordinator
    )
    return [Sight.ORGANISATION, Sight.SHARED] if sees_all else [Sight.SHARED]


def _reason(person: Person, ticket: Ticket) -> Reason:
    if ticket.sight == Sight.SHARED:
        return Reason.SHARED
    assert person.organisation
    if person.organisation.sight == OrganisationSight.EVERYONE:
        return Reason.EVERYONE
    return Reason.COORDINATOR
