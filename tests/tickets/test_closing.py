"""Closing a ticket."""

import pytest

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.tickets.models import Handling, Status
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def test_the_customer_closes_with_one_button(ticket, customer):
    client = signed_in(customer)
    assert "Markera som stängt" in client.get(ticket.url).content.decode()
    page = client.post(f"{ticket.url}closure/", follow=True).content.decode()
    ticket.refresh_from_db()
    assert ticket.status == Status.CLOSED
    assert ticket.answer_by is None
    assert "Markera som stängt" not in page
    assert "Stängt" in page


def test_a_closed_ticket_leaves_the_queue(ticket, customer, agent):
    ticket.close(by=customer)
    assert not Handling.objects.queue("waiting-for-us", agent)[0].exists()
    assert Handling.objects.queue("closed", agent)[0].get().ticket == ticket


def test_closing_twice_is_closing_once(create_ticket, customer, colleague):
    ticket = create_ticket(customer, recipients=[colleague])
    Mail.objects.all().delete()
    ticket.close(by=customer)
    ticket.close(by=customer)
    assert Event.objects.filter(verb="ticket.closed").count() == 1
    assert [mail.to for mail in Mail.objects.all()] == [colleague.email]


def test_closing_moves_last_activity(ticket, customer):
    before = ticket.last_activity_at
    ticket.close(by=customer)
    assert ticket.last_activity_at > before
    assert ticket.participants.get().last_activity_at == ticket.last_activity_at


def test_outsider_404_anonymous_to_sign_in_get_405(ticket, outsider, customer, client):
    path = f"{ticket.url}closure/"
    assert signed_in(outsider).post(path).status_code == 404
    assert client.post(path)["Location"].startswith("/sign-in/")
    assert signed_in(customer).get(path).status_code == 405
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN
