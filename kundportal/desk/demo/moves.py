"""A ticket of the demo that came on the wrong form: it is moved, and its creator asked for more."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from uuid import UUID

from kundportal.desk.demo import cast
from kundportal.desk.demo.acts import Act, uuid
from kundportal.desk.demo.admission import Admitted
from kundportal.desk.demo.clock import Office
from kundportal.people.models import Person
from kundportal.tickets.asking import changing_form
from kundportal.tickets.models import Form, FormVersion, Matter, Status, Ticket

SEED = 43
TEXT = """Det här lägger vi upp som en beställning, så jag har flyttat ärendet till det formuläret.

Då behöver vi veta en sak till: frågan finns överst på ärendets sida."""


def acts(office: Office, admitted: Admitted) -> Iterator[Act]:
    """Late enough that its own play has been given; she has read it, and not answered yet."""
    karin = admitted.people[cast.CUSTOMERS[0].people[0]]
    once = uuid(Random(SEED))  # noqa: S311 - for variety, not for secrets
    yield Act(office.ago(150), lambda: _move(karin, once))
    yield Act(office.ago(110), lambda: _read(karin, once))


def _move(karin: Person, once: UUID) -> None:
    mine = Ticket.objects.filter(created_by=karin, form__slug="sverige")
    ticket = mine.filter(status=Status.IN_PROGRESS).select_related("handling").order_by("pk")[0]
    form = Form.objects.get(slug="bestallning")
    version = FormVersion.objects.current(form, ticket.organisation_id)
    agent = ticket.handling.assignee
    assert version
    assert agent
    changing_form.change(
        ticket, version=version, product=ticket.product, by=agent, text=TEXT, once=once,
        matter=Matter.objects.get(form=form, key="avtal"),
    )  # fmt: skip


def _read(karin: Person, once: UUID) -> None:
    place = karin.participations.get(ticket__messages__once=once)
    place.read(up_to=place.ticket.messages.get(once=once).pk)
