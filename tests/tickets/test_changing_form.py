"""The form was wrong: an agent moves the ticket, and the customer answers only what is missing."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.tickets.asking import building, changing_form
from kundportal.tickets.asking.questions import Kind
from kundportal.tickets.models import Answers, FormVersion, Handling, Status, Ticket
from kundportal.tickets.models.answers import Given
from kundportal.tickets.models.handling import NEVER
from tests.cast import signed_in
from tests.tickets.building import ask, fields, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders(administrator):
    return publish(
        administrator,
        ask("skola", required=True),
        ask("antal", Kind.NUMBER, required=True, of="matter", values=["order"]),
        ask("plats", Kind.CHOICE, options=["har", "dar"]),
        ask("sal", required=True, of="plats", values=["dar"]),
        slug="order",
    )


@pytest.fixture
def ticket(administrator, customer, product):
    """A ticket with answers, of which one fits the other form."""
    form = publish(administrator, ask("skola"), ask("farg"), ask("plats"), slug="fel")
    sent = fields(form, product, field_skola="Almskolan", field_farg="Grön", field_plats="har")
    signed_in(customer).post("/tickets/new/fel/", sent)
    return Ticket.objects.get()


@pytest.fixture
def move(agent, ticket, orders, product):
    """The agent moves the ticket in the browser."""
    client = signed_in(agent)

    def post(**given):
        sent = {"product": product.pk, "matter": orders.matters.get(key="order").pk,
                "text": "Vi behöver veta mer.", "once": str(uuid4()), **given}  # fmt: skip
        return client.post(f"/desk/tickets/{ticket.number}/form/?form=order", sent, follow=True)

    return post


def test_the_agent_sees_what_comes_along_and_what_will_be_asked(agent, ticket, orders):
    client = signed_in(agent)
    page = client.get(f"/desk/tickets/{ticket.number}/form/").content.decode()
    assert f"/desk/tickets/{ticket.number}/form/?form=order" in page
    page = client.get(f"/desk/tickets/{ticket.number}/form/?form=order").content.decode()
    assert "<dd>Fråga skola" in page
    assert "<dd>Fråga farg, Fråga plats" in page
    assert "Sverige – Beställning" in page


def test_answers_that_fit_come_along_and_the_others_are_kept(move, ticket, orders, customer):
    page = move().content.decode()
    assert "Kunden har ombetts att svara på 1 fråga" in page
    answers = Answers.objects.get()
    assert answers.values == {"skola": "Almskolan"}
    assert answers.version == orders.version
    assert answers.earlier[0]["values"] == {"farg": "Grön", "plats": "har"}
    assert answers.words() == "Almskolan Grön har"
    page = signed_in(customer).get(ticket.url).content.decode()
    for words in ("Almskolan", "Från det tidigare formuläret", "Fråga farg", "Grön"):
        assert words in page


def test_the_ticket_waits_for_the_customer_who_is_told(move, ticket, customer):
    move()
    ticket.refresh_from_db()
    assert (ticket.status, ticket.answers_state) == (Status.WAITING, "missing")
    assert ticket.form.slug == "order"
    assert ticket.handling.due_at == NEVER
    assert "Vi behöver veta mer." in Mail.objects.latest("pk").text
    event = Event.objects.get(verb="ticket.form_changed")
    assert event.data["asks"] == ["antal"]
    page = signed_in(customer).get(ticket.url).content.decode()
    assert f'href="/tickets/{ticket.number}/answers/"' in page


def test_moving_twice_is_moving_once(move, ticket):
    once = str(uuid4())
    move(once=once)
    move(once=once)
    assert ticket.messages.count() == 2
    assert len(Answers.objects.get().earlier) == 1
    assert Event.objects.filter(verb="ticket.form_changed").count() == 1


def test_the_customer_answers_only_what_is_missing(move, ticket, customer, agent):
    move()
    client, url = signed_in(customer), f"/tickets/{ticket.number}/answers/"
    page = client.get(url).content.decode()
    assert "Fråga antal" in page
    assert "Fråga skola" not in page
    refused = client.post(url, {"field_antal": "många", "field_plats": "har"})
    assert refused.status_code == 422
    assert 'value="många"' in refused.content.decode()
    sent = {"field_antal": "12", "field_plats": "dar", "field_sal": "Sal 4", "once": str(uuid4())}
    answer = client.post(url, sent)
    assert answer["Location"].startswith(f"/tickets/{ticket.number}/replies/")
    assert Answers.objects.get().values == {
        "skola": "Almskolan", "antal": "12", "plats": "dar", "sal": "Sal 4",
    }  # fmt: skip
    ticket.refresh_from_db()
    assert (ticket.status, ticket.answers_state) == (Status.OPEN, "given")
    assert Handling.objects.get().due_at < NEVER
    page = signed_in(agent).get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "<strong>Fråga antal</strong>" in page
    assert client.get(url)["Location"] == ticket.url


def test_answering_twice_is_answering_once(move, ticket, customer, colleague):
    move()
    client, sent = signed_in(customer), {"field_antal": "12", "once": str(uuid4())}
    for _time in range(2):
        assert client.post(f"/tickets/{ticket.number}/answers/", sent).status_code == 302
    assert ticket.messages.count() == 3


def test_an_identity_number_among_the_answers_is_asked_about_first(move, ticket, customer):
    move()
    client, url = signed_in(customer), f"/tickets/{ticket.number}/answers/"
    sent = {"field_antal": "12", "field_plats": "dar", "field_sal": "Elev 850709-9805",
            "once": str(uuid4())}  # fmt: skip
    assert "personnummer" in client.post(url, sent).content.decode()
    assert ticket.messages.count() == 2
    client.post(url, sent | {"identity": "mask"})
    assert "9805" not in Answers.objects.get().values["sal"]
    assert "9805" not in ticket.messages.latest("pk").text


def test_what_hangs_on_an_answer_is_demanded_there_as_well(move, ticket, customer):
    move()
    sent = {"field_antal": "12", "field_plats": "dar"}
    answer = signed_in(customer).post(f"/tickets/{ticket.number}/answers/", sent)
    assert 'id="answer_field_sal-error"' in answer.content.decode()


def test_what_the_form_does_not_offer_or_does_not_ask_for_stays_beside(
    administrator, customer, agent, orders, product
):
    options = ask("plats", Kind.CHOICE, options=["har", "borta"])
    form = publish(administrator, options, ask("antal", Kind.NUMBER), slug="fel")
    sent = fields(form, product, field_plats="borta", field_antal="3")
    signed_in(customer).post("/tickets/new/fel/", sent)
    changing_form.change(
        Ticket.objects.get(), version=FormVersion.objects.current(orders, customer.organisation_id),
        product=product, matter=orders.matters.get(key="fel"), text="T", once=uuid4(), by=agent,
    )  # fmt: skip
    answers = Answers.objects.get()
    assert (answers.values, answers.earlier[0]["values"]) == ({}, {"plats": "borta", "antal": "3"})


def test_a_move_with_nothing_missing_asks_nobody(move, ticket, orders):
    before = Mail.objects.count()
    page = move(matter=orders.matters.get(key="fel").pk).content.decode()
    assert "Inget saknas" in page
    ticket.refresh_from_db()
    assert (ticket.status, ticket.answers_state) == (Status.OPEN, "given")
    assert (ticket.messages.count(), Mail.objects.count()) == (1, before)


def test_a_ticket_without_answers_can_be_moved_too(create_ticket, customer, agent, orders, product):
    ticket = create_ticket(customer)
    changing_form.change(
        ticket, version=FormVersion.objects.current(orders, ticket.organisation_id),
        product=product, matter=orders.matters.get(key="fel"), text="T", once=uuid4(), by=agent,
    )  # fmt: skip
    page = signed_in(customer).get(f"/tickets/{ticket.number}/answers/").content.decode()
    assert "Fråga skola" in page


def test_questions_that_change_while_the_customer_answers_are_shown_anew(
    move, ticket, customer, agent, administrator, product
):
    move()
    old = Answers.objects.get().version_id
    third = publish(administrator, ask("ny", required=True), ask("antal", Kind.NUMBER), slug="ny")
    changing_form.change(
        ticket, version=FormVersion.objects.current(third, ticket.organisation_id),
        product=product, matter=third.matters.first(), text="T", once=uuid4(), by=agent,
    )  # fmt: skip
    client, url = signed_in(customer), f"/tickets/{ticket.number}/answers/"
    refused = client.post(url, {"version": old, "field_antal": "12", "field_ny": "x"})
    assert refused.status_code == 422
    assert 'value="12"' in refused.content.decode()
    stale = Given(FormVersion.objects.get(pk=old), {"antal": "12"})
    with pytest.raises(changing_form.AskedNoMore):
        changing_form.complete(ticket, given=stale, once=uuid4(), by=customer)


def test_files_that_were_missing_come_with_the_answers(
    administrator, create_ticket, customer, agent, product
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    form, ticket = (
        publish(administrator, ask("plan", Kind.FILE, required=True)),
        create_ticket(customer),
    )
    changing_form.change(
        ticket, version=FormVersion.objects.current(form, ticket.organisation_id),
        product=product, matter=form.matters.first(), text="T", once=uuid4(), by=agent,
    )  # fmt: skip
    client, url = signed_in(customer), f"/tickets/{ticket.number}/answers/"
    assert client.post(url, {}).status_code == 422
    client.post(url, {"field_plan": SimpleUploadedFile("plan.txt", b"x\n")})
    assert Answers.objects.get().values["plan"][0]["name"] == "plan.txt"
    assert "plan.txt" in client.get(ticket.url).content.decode()


@pytest.mark.parametrize(
    ("given", "field"), [({"product": ""}, "product"), ({"matter": "9" * 30}, "matter"),
                         ({"text": ""}, "text"), ({"product": "\0"}, "product")],
)  # fmt: skip
def test_a_move_that_is_wrong_moves_nothing(move, ticket, given, field):
    answer = move(**given)
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in answer.content.decode()
    assert Ticket.objects.get().form.slug == "fel"


def test_forms_that_the_organisation_does_not_meet_are_not_there(
    agent, ticket, administrator, elsewhere, orders
):
    publish(administrator, slug="norsk", country="NO")
    publish(administrator, slug="deras", only={"": [elsewhere]})
    building.offer(orders, is_offered=False, by=administrator)
    for slug in ("norsk", "deras", "order", "x", "%00"):
        page = signed_in(agent).get(f"/desk/tickets/{ticket.number}/form/?form={slug}")
        assert page.status_code == 404


def test_the_extract_holds_the_answers(move, ticket, customer, colleague):
    from tests.portal.test_what_an_extract_holds import archive_of, everything_in

    move()
    found = everything_in(archive_of(customer))
    assert "Almskolan" in found
    assert "Grön" in found
    assert "Almskolan" not in everything_in(archive_of(colleague))


def test_only_staff_move_tickets(ticket, customer, orders, product):
    with pytest.raises(PermissionDenied):
        changing_form.change(
            ticket, version=orders.version, product=product, matter=orders.matters.first(),
            text="", once=uuid4(), by=customer,
        )  # fmt: skip
    assert signed_in(customer).get(f"/desk/tickets/{ticket.number}/form/").status_code == 404


def test_an_outsider_finds_nothing_and_a_stranger_signs_in(move, ticket, outsider, agent, client):
    move()
    url = f"/tickets/{ticket.number}/answers/"
    for act in (signed_in(outsider).get, signed_in(outsider).post, signed_in(agent).get):
        assert act(url).status_code == 404
    assert client.get(url)["Location"].startswith("/sign-in/")
    desk = client.get(f"/desk/tickets/{ticket.number}/form/")
    assert desk["Location"].startswith("/sign-in/")
