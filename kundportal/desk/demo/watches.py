"""Who mutes and follows what in the demo, and the organisation whose mails say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kundportal.desk.demo.acts import Act
from kundportal.desk.demo.admission import Admitted
from kundportal.desk.demo.clock import OFFICE_DAY, Office
from kundportal.people.models import Person
from kundportal.tickets.models import Ticket, Wants, Watch


def acts(office: Office, admitted: Admitted) -> Iterator[Act]:
    people = admitted.people
    olle, mariam = people["Olle Brandeby"], people["Mariam Haddadi"]
    karin, nils = people["Karin Sjödahl"], people["Nils Forsvall"]
    yield Act(office.ago(34 * OFFICE_DAY), partial(_choose_mails, nils))
    yield Act(office.ago(9), partial(_choose, mariam, karin, 0, Wants.FOLLOW))
    yield Act(office.ago(8), partial(_choose, olle, olle, 1, Wants.MUTE))


def _choose_mails(person: Person) -> None:
    assert person.organisation
    person.organisation.choose_mails(are_bare=True, by=person)


def _choose(person: Person, creator: Person, number: int, wants: Wants) -> None:
    """For one of the tickets that somebody has created, counted from the newest."""
    ticket = Ticket.objects.filter(created_by=creator).order_by("-pk")[number]
    now = Person.objects.get(pk=person.pk)  # they may have become a coordinator meanwhile
    Watch.objects.choose(wants, person=now, ticket=ticket)
