"""Inner states: what staff call how far a ticket has come, and what customers see of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from kundportal.history.models import Event
from kundportal.lib import dates
from kundportal.mail.models import Mail
from kundportal.tickets.models import Handling, State, Status, Ticket
from kundportal.tickets.models.state import LastOfItsStatus, States
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/desk/ticket-states/"
CANARY = "Kanariefågel"


@pytest.fixture
def own(administrator):
    """A state of the vendor's own, seen as in progress."""
    names = {"sv": f"{CANARY} hos driften", "en": f"{CANARY} with operations"}
    return State.objects.add(names=names, status=Status.IN_PROGRESS, by=administrator)


def test_every_status_has_a_state_from_the_first_day():
    there = States.load()
    assert [str(there.first(status)) for status in Status] == [
        "Ny", "Under utredning", "Väntar på kunden", "Stängd",
    ]  # fmt: skip
    with translation.override("en"):
        assert there.name(None, Status.OPEN) == "New"


def test_an_agent_sets_the_state_and_the_customer_reads_the_status(ticket, own, agent, customer):
    answer = signed_in(agent).post(f"{ticket.desk_url}state/", {"state": own.pk}, follow=True)
    assert f"{CANARY} hos driften" in answer.content.decode()
    queue = signed_in(agent).get("/desk/tickets/").content.decode()
    assert f"{CANARY} hos driften" in queue
    client = signed_in(customer)
    page = client.get(ticket.url).content.decode()
    assert "Pågående" in page
    for shown in (page, client.get("/tickets/").content.decode(), client.get("/").content.decode()):
        assert CANARY not in shown
    assert CANARY not in str(list(Event.objects.values_list("data", flat=True)))
    assert not Mail.objects.filter(text__contains=CANARY).exists()


def test_within_a_status_nothing_moves_that_a_customer_sees(ticket, own, agent, customer):
    ticket.handling.assign(to=agent, by=agent)
    before = Ticket.objects.values().get(), list(ticket.participants.values())
    for _twice in range(2):
        ticket.handling.set_state(state=own, by=agent)
    assert (Ticket.objects.values().get(), list(ticket.participants.values())) == before
    assert Event.objects.filter(verb="ticket.state_set").count() == 1


def test_the_state_and_the_status_agree_whatever_is_done(ticket, own, agent, customer):
    handling = ticket.handling

    def agrees():
        row = Handling.objects.select_related("state", "ticket").get()
        assert row.state is None or row.state.status == row.ticket.status
        assert row.is_open == (row.ticket.status != Status.CLOSED)
        return row.state

    handling.set_state(state=own, by=agent)
    assert agrees() == own
    ticket.reply(by=customer, text="Mer uppgifter.", once=uuid4())
    assert agrees() == own  # still with operations
    ticket.reply(by=agent, text="Prova nu.", once=uuid4())
    assert agrees() is None
    ticket.park(until=dates.today() + timedelta(days=3), by=customer)
    assert agrees().code == "parked"
    ticket.close(by=customer, solved=True)
    assert agrees().code == "solved"
    ticket.undo_closing(by=customer)
    assert agrees().code == "parked"
    ticket.close(by=agent)
    ticket.reply(by=customer, text="Samma fel igen.", once=uuid4())
    assert agrees() is None
    handling.assign(to=agent, by=agent)
    assert agrees() is None


def test_an_agents_reply_says_the_state_and_may_close(ticket, own, agent, customer):
    client, path = signed_in(agent), f"{ticket.desk_url}replies/"
    client.post(path, {"text": "Driften tittar.", "state": own.pk})
    assert Handling.objects.get().state == own
    Mail.objects.all().delete()
    solved = State.objects.special("solved")
    client.post(path, {"text": "Felet är rättat.", "state": solved.pk})
    ticket.refresh_from_db()
    assert ticket.is_closed
    assert Handling.objects.get().state == solved
    mail = Mail.objects.get(to=customer.email)
    assert "Felet är rättat." in mail.text
    assert "stängt" in mail.text


def test_closing_and_opening_by_the_state(ticket, agent, customer):
    there, handling = States.load(), ticket.handling
    handling.set_state(state=there.first(Status.CLOSED), by=agent)
    ticket.refresh_from_db()
    assert ticket.is_closed
    assert ticket.participants.filter(is_open=True).count() == 0
    handling.set_state(state=there.first(Status.IN_PROGRESS), by=agent)
    ticket.refresh_from_db()
    assert ticket.status == Status.IN_PROGRESS
    assert ticket.answer_by
    assert ticket.participants.filter(is_open=True).count() == 1
    assert Event.objects.filter(verb="ticket.reopened").count() == 1


@pytest.mark.parametrize("state", ["", "0", "x", "\0", "9" * 30])
def test_a_state_that_is_not_there_is_an_error_at_the_field(ticket, agent, state):
    answer = signed_in(agent).post(f"{ticket.desk_url}state/", {"state": state})
    assert answer.status_code == 422
    assert 'id="now_state-error"' in answer.content.decode()


def test_customers_set_no_state(ticket, own, customer):
    with pytest.raises(PermissionDenied):
        ticket.handling.set_state(state=own, by=customer)


def test_an_administrator_adds_a_state(administrator):
    client = signed_in(administrator)
    sent = {"name_sv": "Hos jurist", "name_en": "With counsel", "status": "progress"}
    client.post(ADDRESS, sent)
    state = State.objects.get(names__sv="Hos jurist")
    assert States.load().grouped()
    assert [str(one) for one in States.load().offered() if one.status == "progress"][-1] == (
        "Hos jurist"
    )
    client.post(f"{ADDRESS}{state.pk}/", {"name_sv": "Hos juristen", "name_en": "With counsel"})
    state.refresh_from_db()
    assert state.names["sv"] == "Hos juristen"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name_sv": "", "name_en": "A", "status": "open"}, "name_sv"),
        ({"name_sv": "ny", "name_en": "A", "status": "open"}, "name_sv"),
        ({"name_sv": "A", "name_en": "A" * 61, "status": "open"}, "name_en"),
        ({"name_sv": "A", "name_en": "A", "status": "nowhere"}, "status"),
    ],
)
def test_what_will_not_do_is_an_error_at_its_field(administrator, sent, field):
    answer = signed_in(administrator).post(ADDRESS, sent)
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in answer.content.decode()


def test_the_order_is_changed_by_buttons_and_twice_is_once(administrator, ticket, agent):
    client, planned = signed_in(administrator), State.objects.special("planned")
    for _attempt in range(2):
        client.post(f"{ADDRESS}{planned.pk}/position/", {"position": "0"})
    rows = [one.code for one in States.load().offered() if one.status == Status.IN_PROGRESS]
    assert rows == ["planned", "investigation", "development"]
    ticket.handling.assign(to=agent, by=agent)
    assert "Inplanerad" in signed_in(agent).get(ticket.desk_url).content.decode()


def test_what_is_withdrawn_can_not_be_chosen_but_tickets_stay_in_it(
    administrator, ticket, own, agent
):
    ticket.handling.set_state(state=own, by=agent)
    client, path = signed_in(administrator), f"{ADDRESS}{own.pk}/offer/"
    for _attempt in range(2):
        client.post(path, {"offered": "no"})
    assert Event.objects.filter(verb="ticket_state.withdrawn").count() == 1
    assert f"{CANARY} hos driften" in signed_in(agent).get(ticket.desk_url).content.decode()
    assert own not in States.load().offered()
    client.post(path, {"offered": "yes"})
    assert own in States.load().offered()


def test_a_status_keeps_at_least_one_state(administrator):
    new = State.objects.special("new")
    answer = signed_in(administrator).post(f"{ADDRESS}{new.pk}/offer/", {"offered": "no"})
    assert answer.status_code == 422
    assert "är det sista läget som kunden ser som" in answer.content.decode()
    with pytest.raises(LastOfItsStatus):
        new.offer(is_offered=False, by=administrator)
    assert State.objects.special("new")


def test_agents_do_not_name_states(own, agent):
    for act in (
        lambda: own.rename(names={}, by=agent),
        lambda: own.move(to=0, by=agent),
        lambda: own.offer(is_offered=False, by=agent),
        lambda: State.objects.add(names={}, status=Status.OPEN, by=agent),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_customers_and_agents_404_anonymous_to_sign_in_get_405(
    own, ticket, customer, agent, administrator, client
):
    paths = [ADDRESS, *(f"{ADDRESS}{own.pk}/{act}" for act in ("", "position/", "offer/"))]
    for path in paths:
        assert signed_in(customer).post(path).status_code == 404
        assert signed_in(agent).post(path).status_code == 404
        assert client.post(path)["Location"].startswith("/sign-in/")
    for path in paths[2:]:
        assert signed_in(administrator).get(path).status_code == 405
    assert signed_in(customer).post(f"{ticket.desk_url}state/").status_code == 404
    assert signed_in(agent).get(f"{ticket.desk_url}state/").status_code == 405
