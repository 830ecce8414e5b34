"""Many who close, reply and undo at once leave a ticket that makes sense."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from kundportal.history.models import Event
from kundportal.tickets.models import Handling, Status, Ticket
from tests.tickets.test_at_the_same_time import AT_ONCE, send_all_at_once, together


def at_once(acts):
    """Does all of them at the same moment, each on a ticket and a connection of its own."""

    def run(act):
        try:
            return act(Ticket.objects.get())
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(run, acts))


def how_often(verb):
    return Event.objects.filter(verb=verb).count()


def check():
    """What must hold of every ticket, whatever has happened to it."""
    ticket = Ticket.objects.get()
    handling = Handling.objects.select_related("state").get()
    assert handling.is_open == (not ticket.is_closed)
    assert (ticket.closed_at is not None) == ticket.is_closed
    assert handling.state is None or handling.state.status == ticket.status
    for place in ticket.participants.all():
        assert place.is_open == (not ticket.is_closed)
        assert place.last_activity_at == ticket.last_activity_at
    opened = how_often("ticket.reopened") + how_often("ticket.closure_undone")
    assert how_often("ticket.closed") - opened == int(ticket.is_closed)
    return ticket


@together
def test_closed_twenty_times_at_once_is_closed_once(ticket, customer):
    answers = send_all_at_once(customer, f"{ticket.url}closure/", {"text": "", "once": uuid4()})
    assert {answer.status_code for answer in answers} == {302}
    assert how_often("ticket.closed") == 1
    assert check().is_closed


@together
def test_undone_twenty_times_at_once_is_undone_once(ticket, customer):
    ticket.close(by=customer)
    done = at_once([lambda one: one.undo_closing(by=customer)] * AT_ONCE)
    assert done.count(True) == 1
    assert how_often("ticket.closure_undone") == 1
    assert check().status == Status.OPEN


@together
@pytest.mark.parametrize("round_of", range(2))
def test_closers_repliers_undoers_and_takers_agree_in_the_end(
    create_ticket, customer, colleague, agent, round_of
):
    create_ticket(customer, recipients=[colleague])
    acts = [
        lambda one: one.close(by=customer),
        lambda one: one.close(by=agent),
        lambda one: one.undo_closing(by=customer),
        lambda one: one.reply(by=colleague, text="Samma fel här.", once=uuid4()),
        lambda one: one.reply(by=agent, text="Prova igen.", once=uuid4()),
        lambda one: one.reply(by=customer, text="Tack!", once=uuid4()),
        lambda one: one.handling.assign(to=agent, by=agent),
    ]
    at_once(acts * 3)
    check()
