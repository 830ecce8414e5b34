"""Who sees a ticket, and why.

One rule for all doors. `opening` says through what a ticket is open at its organisation; `look`
answers for one person and one ticket: it guards what is written and fills the panel "Who sees the
ticket". `opened_to` says the same of a set, for queries: the sights of tickets that are open to a
person through their organisation. A test holds them against each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from kundportal.people.models import Organisation, OrganisationSight, Person
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

    @property
    def takes_part(self) -> bool:
        """Created the ticket or is a recipient, so that replies are mailed and marked as new."""
        return self.reason in {Reason.CREATOR, Reason.RECIPIENT}


@dataclass(frozen=True)
class Seer:
    """Somebody who sees a ticket, and why."""

    person: Person
    reason: Reason


def look(person: Person, ticket: Ticket, role: str | None) -> Look | None:
    """How a customer sees a ticket, None when they do not; `role` is their place in it, if any.

    Reads `person.organisation`, which the signed-in reader has at hand.
    """
    if role:
        return Look(Reason(role), may_write=True)
    organisation = person.organisation
    if organisation is None or ticket.organisation_id != person.organisation_id:
        return None
    reason = opening(organisation, ticket.sight)
    if not _admits(reason, person):
        return None
    assert reason
    return Look(reason, may_write=organisation.sight_may_reply)


def opening(organisation: Organisation, sight: str) -> Reason | None:
    """Through what a ticket of that sight is open besides to those who take part in it."""
    if sight == Sight.PRIVATE:
        return None
    if sight == Sight.SHARED:
        return Reason.SHARED
    return {
        OrganisationSight.EVERYONE: Reason.EVERYONE,
        OrganisationSight.COORDINATORS: Reason.COORDINATOR,
    }.get(OrganisationSight(organisation.sight))


def opening_of(ticket: Ticket, *, reader: Person) -> Reason | None:
    """The same for a ticket and its reader, whose organisation is at hand."""
    if reader.organisation is None or ticket.organisation_id != reader.organisation_id:
        return None
    return opening(reader.organisation, ticket.sight)


def opened_to(person: Person) -> list[str]:
    """The sights of those tickets of the person's organisation that they see without a place."""
    organisation = person.organisation
    if organisation is None:
        return []
    return [str(one) for one in Sight if _admits(opening(organisation, one), person)]


def seers(ticket: Ticket, people: Iterable[tuple[Person, str | None]]) -> list[Seer]:
    """Who of the people, each with their place in the ticket, sees it; by reason."""
    looks = [(person, look(person, ticket, role)) for person, role in people]
    found = [Seer(person, seen.reason) for person, seen in looks if seen and person.may_sign_in]
    order = list(Reason)
    return sorted(found, key=lambda one: order.index(one.reason))


def _admits(reason: Reason | None, person: Person) -> bool:
    return reason is not None and (reason != Reason.COORDINATOR or person.is_coordinator)
