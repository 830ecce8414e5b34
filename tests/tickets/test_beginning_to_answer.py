"""Answers that somebody begins to give afterwards are kept like a reply, and can always be read."""

from __future__ import annotations

from uuid import uuid4

import pytest

from kundportal.people.models import OrganisationSight
from kundportal.tickets.asking import changing_form
from kundportal.tickets.asking.questions import Kind
from kundportal.tickets.models import Answers, Draft, FormVersion, Message, Sight, Ticket
from tests.cast import signed_in
from tests.tickets.building import ask, publish

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def ticket(administrator, agent, create_ticket, customer, product):
    """A ticket that has been moved to a form which asks more."""
    form = publish(
        administrator, ask("antal", Kind.NUMBER, required=True), ask("sal", Kind.LONG),
        ask("plats", Kind.CHOICE, options=["har", "dar"]), ask("rum", of="plats", values=["dar"]),
    )  # fmt: skip
    ticket: Ticket = create_ticket(customer, sight=Sight.ORGANISATION)
    changing_form.change(
        ticket, version=FormVersion.objects.current(form, ticket.organisation_id),
        product=product, matter=form.matters.first(), text="Vi behöver mer.", once=uuid4(),
        by=agent,
    )  # fmt: skip
    return ticket


@pytest.fixture
def url(ticket):
    return f"{ticket.url}answers/"


@pytest.fixture
def typed():
    return {"field_sal": "Sal fyra", "field_plats": "dar", "field_rum": "Vindsrummet",
            "once": str(uuid4()), "revision": "0", "window": "a1"}  # fmt: skip


@pytest.fixture
def reader(colleague, municipality):
    """A colleague who sees all tickets of the organisation, and writes in their own."""
    municipality.sight = OrganisationSight.EVERYONE
    municipality.save()
    return colleague


def save(client, url: str, data: dict):
    return client.post(f"{url}draft/", data, headers=JSON)


def test_what_is_typed_is_kept_and_stands_there_again(customer, url, typed):
    answer = save(signed_in(customer), url, typed)
    assert answer.json()["revision"] == 1
    assert "inte skickat än" in answer.json()["said"]
    page = signed_in(customer).get(url).content.decode()
    assert "Sal fyra</textarea>" in page
    assert 'value="Vindsrummet"' in page
    assert f'name="once" value="{typed["once"]}"' in page
    assert "Det är inte skickat än" in page
    assert f'data-to="{url}draft/"' in page


def test_it_is_listed_in_words_and_leads_back(customer, url, typed, ticket):
    client = signed_in(customer)
    save(client, url, typed)
    page = client.get("/tickets/drafts/").content.decode()
    assert f"Svar på frågor i {ticket.number}" in page
    assert "Fråga sal\nSal fyra\n\nFråga plats\nDar\n\nFråga rum\nVindsrummet</pre>" in page
    assert client.get(f"/tickets/drafts/{typed['once']}/")["Location"] == url


def test_sending_ends_it_in_the_same_moment(customer, url, typed):
    client = signed_in(customer)
    save(client, url, typed)
    assert client.post(url, {**typed, "field_antal": "4"}).status_code == 302
    assert Answers.objects.get().values["rum"] == "Vindsrummet"
    assert not Draft.objects.exists()
    assert save(client, url, typed).status_code == 410
    assert not Draft.objects.exists()


def test_erasing_everything_ends_it(customer, url, typed):
    client = signed_in(customer)
    save(client, url, typed)
    empty = {"once": typed["once"], "revision": "1", "window": "a1", "field_sal": ""}
    assert save(client, url, empty).json() == {"said": "", "revision": 0}
    assert not Draft.objects.exists()


def test_without_a_script_a_button_saves(customer, url, typed):
    client = signed_in(customer)
    page = client.post(f"{url}draft/", typed, follow=True)
    assert page.redirect_chain[-1][0] == "/tickets/drafts/"
    assert "Vindsrummet" in page.content.decode()
    behind = client.post(f"{url}draft/", {**typed, "window": "b2", "field_sal": "Sal fem"})
    assert behind.status_code == 422
    assert "Sal fem</textarea>" in behind.content.decode()
    assert Draft.objects.get().values["field_sal"] == "Sal fyra"


def test_the_words_stay_when_another_has_answered(customer, url, typed, ticket, colleague):
    ticket.add_recipients(people=[colleague], by=customer)
    client = signed_in(customer)
    save(client, url, typed)
    sent = {"field_antal": "4", "once": str(uuid4())}
    assert signed_in(colleague).post(url, sent).status_code == 302
    assert save(client, url, {**typed, "revision": "1"}).status_code == 410
    address = f"/tickets/drafts/{typed['once']}/"
    assert client.get(address)["Location"].startswith("/tickets/drafts/#")
    assert "Vindsrummet</pre>" in client.get("/tickets/drafts/").content.decode()


@pytest.mark.parametrize("act", ["answers", "reply"])
def test_who_may_only_read_by_now_still_finds_their_words(customer, ticket, reader, typed, act):
    ticket.add_recipients(people=[reader], by=customer)
    client, data = signed_in(reader), {**typed, "text": "Mina ord"}
    to = "answers/draft/" if act == "answers" else "draft/"
    client.post(f"{ticket.url}{to}", data, headers=JSON)
    ticket.remove_recipient(person=reader, by=customer)
    assert client.get(ticket.url).status_code == 200
    address = f"/tickets/drafts/{typed['once']}/"
    assert client.get(address)["Location"].startswith("/tickets/drafts/#")
    words = "Vindsrummet" if act == "answers" else "Mina ord"
    assert f"{words}</pre>" in client.get("/tickets/drafts/").content.decode()


def test_of_a_ticket_out_of_sight_only_their_own_words_are_left(
    customer, ticket, colleague, typed, url
):
    ticket.add_recipients(people=[colleague], by=customer)
    client = signed_in(colleague)
    save(client, url, typed)
    ticket.remove_recipient(person=colleague, by=customer)
    page = client.get("/tickets/drafts/").content.decode()
    assert "Svar på frågor i ett ärende som du inte längre ser" in page
    assert "Vindsrummet" in page.partition("draft-text")[2]
    assert "Fråga rum" not in page
    assert ticket.number not in page


def test_a_new_ticket_on_a_form_that_is_for_others_now_can_be_read(
    customer, administrator, product, elsewhere
):
    form = publish(administrator, ask("rum"))
    client, once = signed_in(customer), str(uuid4())
    data = {"text": "Det står", "field_rum": "Vindsrummet", "once": once}
    client.post("/tickets/new/bestallning/draft/", data, headers=JSON)
    publish(administrator, ask("rum"), ask("mer"), only={"": [elsewhere]})
    assert form.is_offered
    assert client.get(f"/tickets/drafts/{once}/")["Location"].startswith("/tickets/drafts/#")
    page = client.get("/tickets/drafts/").content.decode()
    assert "Det står\n\nFråga rum\nVindsrummet</pre>" in page


def test_who_only_reads_is_not_told_to_answer(ticket, reader, customer, url, typed):
    client = signed_in(reader)
    assert url not in client.get(ticket.url).content.decode()
    assert url in signed_in(customer).get(ticket.url).content.decode()
    assert client.get(url).status_code == 403
    assert client.post(url, {**typed, "field_antal": "4"}).status_code == 403
    assert save(client, url, typed).status_code == 403
    assert not Draft.objects.exists()
    assert Message.objects.filter(ticket=ticket).count() == 2


def test_outsider_404_anonymous_to_sign_in_get_405(url, typed, outsider, agent, customer, client):
    for person in (outsider, agent):
        assert save(signed_in(person), url, typed).status_code == 404
    assert save(client, url, typed)["Location"].startswith("/sign-in/")
    assert signed_in(customer).get(f"{url}draft/").status_code == 405
