"""The history of a ticket in words: for customers without our own work, at the desk with it."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

import kundportal
from kundportal.history.models import Event, record
from kundportal.tickets.handing_over import hand_over
from kundportal.tickets.happenings import FOR_CUSTOMERS, FOR_DESK, SHOWN, happenings
from kundportal.tickets.models import Form, Priority, State, Ticket
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

RECORDED = re.compile(r'"(ticket\.[a-z_]+)"(?!:)')


def lines(answer) -> list[str]:
    found = re.findall(r"<li(?: class=\"quiet\")?>(.*?)</li>", answer.content.decode(), re.DOTALL)
    return [" ".join(re.sub("<time.*?</time>|<[^>]+>", " ", one).split()) for one in found]


@pytest.fixture
def eventful(create_ticket, customer, colleague, agent, administrator, municipality):
    """A ticket to which everything has happened that can."""
    ticket = create_ticket(customer, recipients=[colleague])
    ticket.handling.assign(to=agent, by=agent)
    ticket.handling.prioritise(priority=Priority.URGENT, by=agent)
    ticket.handling.note(by=agent, text="Känt fel.", once=uuid4())
    ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    ticket.remove_recipient(person=colleague, by=customer)
    ticket.add_recipients(people=[colleague], by=customer)
    ticket.share(sight="private", by=customer)
    municipality.share_sight(
        sight="coordinators", may_reply=False, coordinators=[colleague], by=administrator
    )
    hand_over(customer, to=colleague, by=customer)
    record("ticket.identity_numbers_sent", thing=ticket, by=customer, count=2)
    ticket.close(by=agent)
    return ticket


def test_customers_read_what_has_happened_but_nothing_of_our_work(eventful, customer):
    answer = signed_in(customer).get(f"{eventful.url}history/", headers={"HX-Request": "true"})
    assert lines(answer) == [
        "Anna Ek (Support) stängde ärendet",
        "Karin Berg lämnade över ärenden från Karin Berg, även det här, till Olle Dahl",
        "Bo Lind (Support) utsåg till samordnare: Olle Dahl",
        (
            "Bo Lind (Support) valde att samordnare ser organisationens alla ärenden; "
            "de får läsa men inte svara"
        ),
        "Karin Berg valde att bara den som skapade ärendet och mottagarna ser det",
        "Karin Berg lade till mottagare: Olle Dahl",
        "Karin Berg tog bort en mottagare: Olle Dahl",
        "Anna Ek (Support) svarade",
        "Karin Berg skapade ärendet, med mottagare: Olle Dahl",
    ]
    assert "Vi tittar på det." not in answer.content.decode()


def test_the_desk_reads_all_of_it(eventful, agent):
    told = lines(
        signed_in(agent).get(f"/desk{eventful.url}history/", headers={"HX-Request": "true"})
    )
    assert "Anna Ek (Support) gav ärendet till Anna Ek (Support)" in told
    assert "Anna Ek (Support) satte prioriteten: Akut" in told
    assert "Anna Ek (Support) skrev en intern anteckning" in told


def test_it_names_the_form_for_everyone_and_the_state_for_the_desk(
    ticket, customer, agent, django_assert_num_queries
):
    other = Form.objects.create(slug="annat", country="SE", names={"sv": "Sverige – Annat"})
    planned = State.objects.special("planned")
    ticket.handling.set_state(state=planned, by=agent)
    for was, now in ((ticket.form_id, other.pk), (other.pk, other.pk), (other.pk, 0)):
        record("ticket.form_changed", thing=ticket, by=agent, was=was, now=now)
    moved = [
        "Anna Ek (Support) flyttade ärendet till formuläret ?",
        "Anna Ek (Support) gick igenom formuläret Sverige – Annat på nytt",
        "Anna Ek (Support) flyttade ärendet till formuläret Sverige – Annat",
    ]
    page = signed_in(customer).get(f"{ticket.url}history/", headers={"HX-Request": "true"})
    assert lines(page) == [*moved, "Karin Berg skapade ärendet"]
    page = signed_in(agent).get(f"/desk{ticket.url}history/", headers={"HX-Request": "true"})
    assert lines(page)[:4] == [*moved, f"Anna Ek (Support) satte läget: {planned}"]
    ticket = Ticket.objects.select_related("organisation").get(pk=ticket.pk)
    with django_assert_num_queries(4):  # two of acts, one of people, one of all that they name
        happenings(ticket, for_staff=True)


def test_it_is_in_the_readers_language(eventful, customer):
    customer.language = "en"
    customer.save(update_fields=["language"])
    told = lines(signed_in(customer).get(f"{eventful.url}history/"))
    assert "Anna Ek (Support) closed the ticket" in told


def test_a_line_about_a_reply_leads_to_it(eventful, customer):
    page = signed_in(customer).get(f"{eventful.url}history/").content.decode()
    reply = eventful.messages.latest("pk")
    assert f'href="{eventful.url}replies/{reply.pk}/"' in page


def test_a_long_history_is_shown_a_part_at_a_time(ticket, customer, django_assert_max_num_queries):
    for number in range(SHOWN + 5):
        record("ticket.shared", thing=ticket, by=customer, was="shared", now="private", n=number)
    client = signed_in(customer)
    with django_assert_max_num_queries(8):
        first = client.get(f"{ticket.url}history/", headers={"HX-Request": "true"})
    assert len(lines(first)) == SHOWN
    older = re.search(r"\?before=(\d+)", first.content.decode())[1]
    rest = lines(client.get(f"{ticket.url}history/?before={older}", headers={"HX-Request": "true"}))
    assert len(rest) == 6
    assert rest[-1] == "Karin Berg skapade ärendet"
    for odd in ("x", "-1", "9" * 30, "%00"):
        assert client.get(f"{ticket.url}history/?before={odd}").status_code == 200


def test_what_the_organisation_chose_before_the_ticket_was_there_is_not_told(
    municipality, administrator, customer, create_ticket
):
    municipality.share_sight(sight="everyone", may_reply=False, by=administrator)
    ticket = create_ticket(customer)
    told = lines(signed_in(customer).get(f"{ticket.url}history/", headers={"HX-Request": "true"}))
    assert told == ["Karin Berg skapade ärendet"]


def test_every_act_on_a_ticket_has_words():
    """Whoever records a new act adds it to FOR_CUSTOMERS or FOR_DESK in tickets/happenings.py."""
    room = Path(kundportal.__file__).parent / "tickets"
    sources = [file.read_text("utf-8") for file in room.rglob("*.py")]
    recorded = {verb for text in sources for verb in RECORDED.findall(text)}
    assert recorded >= {"ticket.created", "ticket.shared", "ticket.handed_over", "ticket.noted"}
    columns = {"ticket.id"}  # of SQL, which look the same
    assert recorded - columns - FOR_DESK.keys() == set()
    inner = {
        "ticket.state_set",
        "ticket.rated",
        "ticket.assigned",
        "ticket.prioritised",
        "ticket.noted",
    }
    assert not inner & FOR_CUSTOMERS.keys()


def test_who_may_come_in(ticket, outsider, agent):
    where = f"{ticket.url}history/"
    for one in (outsider, agent):
        assert signed_in(one).get(where).status_code == 404
    assert signed_in(ticket.created_by).get(f"/desk{where}").status_code == 404
    assert Client().get(where).headers["Location"].startswith("/sign-in/")
    assert signed_in(ticket.created_by).post(where).status_code == 405
    assert Event.objects.of(ticket).count() == 1
