"""Unread marks belong to one person, and only opening the conversation clears them."""

from uuid import uuid4

import pytest

from kundportal.tickets.models import Participant, Ticket
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(create_ticket, customer, colleague, agent):
    ticket = create_ticket(customer, recipients=[colleague])
    ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    return ticket


def read(person, ticket, **more):
    """Tells, as the page does, that its last reply has been before the reader's eyes."""
    sent = {"up_to": ticket.messages.latest("pk").pk, **more}
    return signed_in(person).post(f"{ticket.url}reading/", sent)


def test_the_list_shows_the_ticket_as_unread_and_the_menu_counts_it(answered, customer):
    page = signed_in(customer).get("/tickets/").content.decode()
    assert "is-unread" in page
    assert "1 ny<" in page
    assert '<span class="count" id="unread-count">1<' in page


def test_reading_clears_the_mark_for_this_person_alone(answered, customer, colleague):
    read(customer, answered)
    assert Participant.objects.of(customer).get().unread == 0
    assert Participant.objects.of(colleague).get().unread == 2
    page = signed_in(customer).get("/tickets/").content.decode()
    assert "is-unread" not in page
    assert 'id="unread-count"></span>' in page


def test_opening_the_page_asks_the_browser_to_tell_that_it_was_read(answered, customer):
    page = signed_in(customer).get(answered.url).content.decode()
    assert f'hx-post="{answered.url}reading/" data-hx-trigger="load, submit"' in page
    assert f'action="{answered.url}reading/"' in page
    reply = answered.messages.last()
    assert f'href="#reply-{reply.pk}"' in page


def test_a_get_reads_nothing(answered, customer):
    signed_in(customer).get(answered.url)
    assert Participant.objects.of(customer).get().unread == 1


def test_a_reply_that_came_after_the_page_was_shown_stays_unread(answered, customer, agent):
    seen = answered.messages.latest("pk")
    newer = answered.reply(by=agent, text="En sak till.", once=uuid4())
    read(customer, answered, up_to=seen.pk)
    place = Participant.objects.of(customer).get()
    assert (place.unread, place.first_unread_id) == (1, newer.pk)


@pytest.mark.parametrize("up_to", ["", "x", "-1", str(2**63), "\0", "1e3"])
def test_a_reading_that_says_not_how_far_clears_nothing(answered, customer, up_to):
    assert read(customer, answered, up_to=up_to).status_code == 302
    assert Participant.objects.of(customer).get().unread == 1


def test_htmx_gets_the_new_count_for_the_menu(answered, customer, create_ticket, agent):
    other = create_ticket(customer)
    other.reply(by=agent, text="Hej", once=uuid4())
    sent = {"up_to": answered.messages.latest("pk").pk}
    answer = signed_in(customer).post(
        f"{answered.url}reading/", sent, headers={"HX-Request": "true"}
    )
    assert 'hx-swap-oob="true">1</span>' in answer.content.decode()


def test_a_note_or_a_priority_moves_neither_last_activity_nor_the_mark(answered, customer, agent):
    read(customer, answered)
    before = Ticket.objects.get().last_activity_at
    answered.handling.note(by=agent, text="Ring utvecklarna.", once=uuid4())
    answered.handling.prioritise(priority=4, by=agent)
    answered.handling.assign(to=agent, by=agent)
    place = Participant.objects.of(customer).get()
    assert Ticket.objects.get().last_activity_at == before == place.last_activity_at
    assert place.unread == 0


def test_outsider_404_anonymous_to_sign_in_get_405(answered, outsider, customer, client):
    path = f"{answered.url}reading/"
    assert signed_in(outsider).post(path).status_code == 404
    assert client.post(path)["Location"].startswith("/sign-in/")
    assert signed_in(customer).get(path).status_code == 405
