"""Who sees whose tickets in the demo: what two organisations have chosen, and some people."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kundportal.desk.demo.acts import Act
from kundportal.desk.demo.admission import Admitted
from kundportal.desk.demo.clock import OFFICE_DAY, Office
from kundportal.people.models import Person
from kundportal.tickets.models import Sight, Ticket


def acts(office: Office, admitted: Admitted) -> Iterator[Act]:
    people = admitted.people
    karin, olle, mariam = (
        people[name] for name in ("Karin Sjödahl", "Olle Brandeby", "Mariam Haddadi")
    )
    nils = people["Nils Forsvall"]
    yield Act(office.ago(40 * OFFICE_DAY), partial(_choose, karin, "coordinators", mariam))
    yield Act(office.ago(35 * OFFICE_DAY), partial(_choose, nils, "everyone", nils))
    yield Act(office.ago(30), partial(_share, olle, Sight.SHARED, 0))
    yield Act(office.ago(25), partial(_share, olle, Sight.PRIVATE, 1))
    yield Act(office.ago(12), partial(_share, karin, Sight.PRIVATE, 2))
    yield Act(office.ago(10), partial(_add, karin, people["Göran Tistad"]))


def _choose(person: Person, sight: str, coordinator: Person) -> None:
    assert person.organisation
    person.organisation.share_sight(
        sight=sight, may_reply=sight == "everyone", coordinators=[coordinator], by=person
    )


def _share(person: Person, sight: Sight, number: int) -> None:
    _newest(person, number).share(sight=sight, by=person)


def _add(person: Person, colleague: Person) -> None:
    _newest(person, 0).add_recipients(people=[colleague], by=person)


def _newest(person: Person, number: int) -> Ticket:
    """One of the tickets that the person has created, counted from the newest."""
    return Ticket.objects.filter(created_by=person).order_by("-pk")[number]
