"""The customer's list: what is in it, in which order, and what it costs."""

import re
from html import unescape
from uuid import uuid4

import pytest

from kundportal.tickets.models import Participant
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def titles(client, query=""):
    page = client.get(f"/tickets/{query}")
    return [place.ticket.title for place in Participant.objects.all() if
            f">{place.ticket.title}</a>" in page.content.decode()]  # fmt: skip


def test_own_tickets_and_those_where_one_is_a_recipient_nothing_else(
    create_ticket, customer, colleague, outsider
):
    create_ticket(customer, title="Mitt eget")
    create_ticket(colleague, title="Delat med mig", recipients=[customer])
    create_ticket(colleague, title="Kollegans eget")
    create_ticket(outsider, title="Från en annan kommun")
    page = signed_in(customer).get("/tickets/").content.decode()
    assert "Mitt eget" in page
    assert "Delat med mig" in page
    assert "Kollegans eget" not in page
    assert "Från en annan kommun" not in page


def test_the_newest_activity_stands_first(create_ticket, customer, agent):
    old = create_ticket(customer, title="Äldst")
    create_ticket(customer, title="Nyare")
    page = signed_in(customer).get("/tickets/").content.decode()
    assert page.index("Nyare<") < page.index("Äldst<")
    old.reply(by=agent, text="Svar", once=uuid4())
    page = signed_in(customer).get("/tickets/").content.decode()
    assert page.index("Äldst<") < page.index("Nyare<")


def test_filters_show_their_part(create_ticket, customer, agent):
    create_ticket(customer, title="Öppet ärende")
    closed = create_ticket(customer, title="Stängt ärende")
    closed.close(by=customer)
    new = create_ticket(customer, title="Oläst ärende")
    new.reply(by=agent, text="Svar", once=uuid4())
    client = signed_in(customer)
    assert set(titles(client)) == {"Öppet ärende", "Oläst ärende"}
    assert set(titles(client, "?show=closed")) == {"Stängt ärende"}
    assert set(titles(client, "?show=unread")) == {"Oläst ärende"}
    assert len(titles(client, "?show=all")) == 3
    assert len(titles(client, "?show=nonsense%00")) == 2


def test_pages_follow_each_other_without_gap_or_repeat(create_ticket, customer):
    for number in range(60):
        create_ticket(customer, title=f"Ärende {number:02}.")
    client = signed_in(customer)
    seen, address = [], "/tickets/"
    for _page in range(3):
        page = client.get(address).content.decode()
        seen += [n for n in range(60) if f"Ärende {n:02}." in page]
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = unescape(following[1]) if following else ""
    assert sorted(seen) == list(range(60))
    assert len(seen) == 60
    assert address == ""


@pytest.mark.parametrize("key", ["x", "%00", "W10", "WzEsMl0", "W1siYSJdLCAxXQ", "é" * 50])
def test_a_key_that_was_not_made_here_shows_the_first_page(ticket, customer, key):
    answer = signed_in(customer).get(f"/tickets/?after={key}")
    assert answer.status_code == 200
    assert ticket.title in answer.content.decode()


def test_the_list_costs_the_same_for_one_row_and_for_many(
    create_ticket, customer, agent, django_assert_max_num_queries
):
    client = signed_in(customer)
    create_ticket(customer)
    with django_assert_max_num_queries(8) as one:
        client.get("/tickets/")
    for _number in range(25):
        create_ticket(customer).reply(by=agent, text="Svar", once=uuid4())
    with django_assert_max_num_queries(8) as many:
        client.get("/tickets/")
    assert len(one) == len(many)


def test_an_empty_list_says_what_to_do_next(customer):
    page = signed_in(customer).get("/tickets/").content.decode()
    assert "Skapa ärende" in page
    assert 'class="empty"' in page


def test_the_written_out_addresses_are_those_of_the_names(ticket):
    from django.urls import reverse

    assert ticket.url == reverse("ticket", args=[ticket.number])
    assert ticket.desk_url == reverse("desk-ticket", args=[ticket.number])
