"""What is others' stands on no page of the product, in no mail, and behind no other address.

Who reaches which address of a ticket is the matrix's: test_access_matrix.py.
"""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people.models import Person
from kundportal.tickets.models import (
    Attachment,
    Handling,
    Message,
    Note,
    Participant,
    Priority,
    Ticket,
)
from tests.cast import person, signed_in
from tests.house.addresses import addresses
from tests.reading import text_of

pytestmark = pytest.mark.django_db

CANARY = "Kanariefågel"
TABLES = (Ticket, Participant, Message, Note, Handling, Attachment, Mail, Event, Person)
OUTSIDE = ["unnamed", "outsider", "stranger"]


@pytest.fixture
def stage(world, create_ticket, municipality, form):
    """A ticket with a canary in each of its texts; somebody of the house who is not named in it."""
    world.people["unnamed"] = person("Ove Utan", "ove.utan@lillkoping.example", at=municipality)
    files = [SimpleUploadedFile(f"{CANARY} fil.txt", f"{CANARY} innehåll".encode())]
    ticket = create_ticket(
        world.people["customer"],
        title=f"{CANARY} rubrik",
        text=f"{CANARY} beskrivning",
        recipients=[world.people["colleague"]],
        attachments=files,
    )
    agent = world.people["agent"]
    message = ticket.reply(by=agent, text=f"{CANARY} svar", once=uuid4())
    ticket.handling.note(by=agent, text=f"{CANARY} anteckning", once=uuid4())
    ticket.handling.assign(to=world.people["administrator"], by=agent)
    ticket.handling.prioritise(priority=Priority.URGENT, by=agent)
    world.ticket = ticket
    own = create_ticket(world.people["outsider"], title="Mitt eget ärende")
    world.own = own
    world.known |= {"number": ticket.number, "reply.pk": message.pk, "reply-quote.pk": message.pk}
    world.known["key"] = ticket.attachments.get().key
    return world


def client_of(stage, role: str) -> Client:
    return Client() if role == "stranger" else signed_in(stage.people[role])


def all_rows() -> list:
    return [list(model.objects.order_by("pk").values()) for model in TABLES]


@pytest.mark.parametrize("role", OUTSIDE)
def test_no_page_shows_what_is_others(stage, role):
    """Every page that the outsider can open, with their own ticket where one is wanted."""
    client = client_of(stage, role)
    known = stage.known | {"number": stage.own.number}
    for address in addresses():
        if "GET" in address.methods:
            for query in ("", "?show=all", "?show=closed", f"?number={stage.ticket.number}"):
                page = text_of(client.get(address.url(known) + query))
                assert CANARY not in page, address.route


@pytest.mark.parametrize(("role", "status"), [("outsider", 404), ("unnamed", 404)])
def test_a_key_opens_a_file_under_its_own_ticket_only(stage, role, status):
    client = client_of(stage, role)
    number = stage.own.number  # the outsider's own
    assert client.get(f"/tickets/{number}/files/{stage.known['key']}/").status_code == status
    agent = client_of(stage, "agent")
    assert agent.get(f"/tickets/{number}/files/{stage.known['key']}/").status_code == 404
    assert agent.get(f"/tickets/{number}/replies/{stage.known['reply.pk']}/").status_code == 404


@pytest.mark.parametrize("role", ["outsider", "unnamed"])
def test_nobody_is_named_a_recipient_across_organisations(stage, role, form, product):
    """Neither as oneself in a foreign ticket, nor a stranger in one's own."""
    own, other = ("customer", "outsider") if role == "outsider" else ("outsider", "unnamed")
    client, before = client_of(stage, own), all_rows()
    answer = client.post(
        f"/tickets/new/{form.slug}/",
        {
            "product": product.pk, "matter": form.matters.first().pk, "title": "Ny",
            "text": "Ny", "recipients": [stage.people[other].pk], "once": str(uuid4()),
        },
    )  # fmt: skip
    assert answer.status_code == 422
    assert all_rows() == before


def test_mails_about_a_ticket_go_to_those_who_take_part_and_to_its_agent(stage):
    told = set(
        Mail.objects.filter(subject__contains=stage.ticket.number).values_list("to", flat=True)
    )
    allowed = {stage.people[role].email for role in ("customer", "colleague", "administrator")}
    assert told
    assert told <= allowed
    about = Mail.objects.filter(text__contains=f"{CANARY} anteckning")
    assert not about.exists()
