"""The start page: doors for strangers, lanes for customers, the desk for staff."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def page_of(client, **headers) -> str:
    return client.get("/", headers=headers).content.decode()


def test_a_stranger_reads_who_may_register_and_where_to_apply_and_sign_in(client):
    page = page_of(client)
    assert "central administratör" in page
    assert "Är du elev, vårdnadshavare eller personal?" in page
    assert f'href="{reverse("apply")}"' in page
    assert f'href="{reverse("sign-in")}"' in page
    assert "Skapa ärende" not in page


def test_a_stranger_with_an_english_browser_reads_english(client):
    assert "I need an account" in page_of(client, accept_language="en-GB,en;q=0.9")


def test_a_customer_is_greeted_by_first_name(customer):
    assert "Hej Karin" in page_of(signed_in(customer))


def test_when_nothing_waits_the_page_says_so_in_one_line(customer):
    page = page_of(signed_in(customer))
    assert "Inget väntar på dig just nu." in page
    assert "Du har inget pågående hos oss." in page


def test_what_has_something_new_waits_for_the_customer(customer, agent, ticket):
    ticket.reply(by=agent, text="Prova igen.", once=uuid4())
    waiting, working = page_of(signed_in(customer)).split('id="working"')
    assert ticket.title in waiting
    assert "1 ny" in waiting
    assert ticket.title not in working


def test_a_ticket_that_waits_shows_who_wrote_last_and_the_first_words(customer, agent, ticket):
    ticket.reply(by=agent, text="**Prova** igen, <nu>." + " ord" * 900, once=uuid4())
    page = page_of(signed_in(customer))
    assert "<strong>Anna Ek:</strong> Prova igen, &lt;nu&gt;. ord" in page
    assert page.count(" ord") < 50


def test_what_we_work_on_stands_in_its_own_lane_with_the_day_of_our_answer(customer, ticket):
    waiting, working = page_of(signed_in(customer)).split('id="working"')
    assert ticket.title not in waiting
    assert ticket.title in working
    assert "Svar senast" in working


def test_a_lane_shows_ten_tickets_and_leads_to_the_rest(customer, create_ticket):
    for number in range(11):
        create_ticket(customer, title=f"Ärende nummer {number:02}")
    page = page_of(signed_in(customer))
    assert page.count("Ärende nummer") == 10
    assert "Ärende nummer 00" not in page
    assert "Visa alla öppna ärenden" in page


@pytest.mark.parametrize(
    ("name", "is_there"), [("tickets", True), ("drafts", True), ("ticket-new", False)]
)
def test_the_menu_says_where_among_tickets_one_is(customer, form, name, is_there):
    page = signed_in(customer).get(reverse(name), follow=True).content.decode()
    menu = page.partition('class="bar-links"')[2].partition("</nav>")[0]
    assert ('href="/tickets/" aria-current="page"' in menu) == is_there


def test_an_outsider_sees_nothing_of_the_ticket(outsider, ticket):
    assert ticket.number not in page_of(signed_in(outsider))


def test_the_way_to_a_new_ticket_stands_on_the_customers_pages(customer):
    client = signed_in(customer)
    for address in ("/", "/help/", "/tickets/", "/no-such-page/"):
        assert f'href="{reverse("ticket-new")}"' in client.get(address).content.decode()


def test_the_menu_counts_tickets_with_something_new(customer, agent, ticket):
    ticket.reply(by=agent, text="Prova igen.", once=uuid4())
    assert '<span class="count" id="unread-count">1</span>' in page_of(signed_in(customer))


def test_staff_go_to_the_desk(agent):
    response = signed_in(agent).get("/")
    assert response.status_code == 302
    assert response.url == reverse("desk-tickets")


def test_the_number_of_queries_does_not_grow_with_the_rows(
    customer, agent, create_ticket, django_assert_max_num_queries
):
    client = signed_in(customer)
    for number in range(11):
        ticket = create_ticket(customer, title=f"Ärende nummer {number:02}")
        if number % 2:
            ticket.reply(by=agent, text="Prova igen.", once=uuid4())
    client.get("/")
    with django_assert_max_num_queries(8):
        client.get("/")


def test_the_page_is_only_read(client):
    assert client.post("/").status_code == 405
