"""Who reaches which ticket: every address of tickets and files, for everyone, own and foreign.

Foreign and non-existent are told apart by nobody: the same status and the same body.
"""

from __future__ import annotations

import re
from uuid import UUID, uuid4

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
NO_TICKET = "SE-0000-0000"  # the check digit is right
TABLES = (Ticket, Participant, Message, Note, Handling, Attachment, Mail, Event, Person)
SENT = {
    "text": "Jag skriver där jag inte får.", "status": "waiting", "priority": "4",
    "assignee": "", "title": "x",
}  # fmt: skip
OF_TICKETS = [one for one in addresses() if "number" in one.takes]
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
    world.known |= {"number": ticket.number, "reply.pk": message.pk}
    world.known["key"] = ticket.attachments.get().key
    return world


def client_of(stage, role: str) -> Client:
    return Client() if role == "stranger" else signed_in(stage.people[role])


def nowhere(stage) -> dict:
    """What names nothing that exists."""
    return stage.known | {"number": NO_TICKET, "key": UUID(int=7), "reply.pk": 2**40}


def seen(answer, *typed: object) -> tuple[int, bytes, str]:
    """What somebody can tell of an answer, but for its token and what they typed themselves."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    body = re.sub(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"\w+"', b"", body)
    body = re.sub(rb'data-(left|longest)="\d+"', b"", body)  # seconds of the session
    where = answer.headers.get("Location", "")
    for one in typed:
        body, where = body.replace(str(one).encode(), b"_"), where.replace(str(one), "_")
    return answer.status_code, body, where


def all_rows() -> list:
    return [list(model.objects.order_by("pk").values()) for model in TABLES]


def send(client: Client, method: str, url: str, *, fragment: bool = False):
    headers = {"HX-Request": "true"} if fragment else {}
    return client.get(url, headers=headers) if method == "GET" else client.post(
        url, {**SENT, "once": str(uuid4())}, headers=headers
    )  # fmt: skip


@pytest.mark.parametrize("role", OUTSIDE)
@pytest.mark.parametrize("fragment", [False, True], ids=["page", "fragment"])
def test_a_foreign_ticket_is_as_one_that_does_not_exist(stage, role, fragment):
    client, elsewhere = client_of(stage, role), nowhere(stage)
    typed = [
        (known["number"], known["key"], f"/{known['reply.pk']}/")
        for known in (stage.known, elsewhere)
    ]
    before = all_rows()
    for address in OF_TICKETS:
        for method in sorted(address.methods & {"GET", "POST"}):
            foreign = send(client, method, address.url(stage.known), fragment=fragment)
            missing = send(client, method, address.url(elsewhere), fragment=fragment)
            assert seen(foreign, *typed[0]) == seen(missing, *typed[1]), (method, address.route)
            if role != "stranger":
                assert foreign.status_code == 404, (method, address.route)
            assert CANARY not in foreign.content.decode()
    assert all_rows() == before


@pytest.mark.parametrize("role", ["customer", "colleague"])
def test_those_who_take_part_reach_it_and_see_no_more_than_they_may(stage, role):
    client = client_of(stage, role)
    for address in OF_TICKETS:
        if "GET" in address.methods and address.name != "file-preview":
            answer = client.get(address.url(stage.known))
            is_desk = address.route.startswith("desk/")
            assert answer.status_code == (404 if is_desk else answer.status_code)
            assert answer.status_code in ({404} if is_desk else {200, 302}), address.route
    page = client.get(f"/tickets/{stage.ticket.number}/").content.decode()
    for part in ("rubrik", "beskrivning", "svar", "fil.txt"):
        assert f"{CANARY} {part}" in page
    assert f"{CANARY} anteckning" not in page
    assert stage.people["administrator"].name not in page  # who handles it
    for shown in (page, client.get("/tickets/").content.decode(), client.get("/").content.decode()):
        for word in (str(Priority.URGENT.label), "priorit", "Bråds", "Urgent"):
            assert word.lower() not in shown.lower(), word


@pytest.mark.parametrize("role", ["customer", "colleague"])
def test_customers_reach_nothing_of_the_desk(stage, role):
    client, before = client_of(stage, role), all_rows()
    for address in OF_TICKETS:
        if address.route.startswith("desk/"):
            for method in sorted(address.methods & {"GET", "POST"}):
                assert send(client, method, address.url(stage.known)).status_code == 404
    assert all_rows() == before


def test_staff_reach_every_ticket(stage):
    client = client_of(stage, "agent")
    for address in OF_TICKETS:
        if "GET" in address.methods and address.name != "file-preview":
            assert client.get(address.url(stage.known)).status_code in {200, 302}, address.route


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
