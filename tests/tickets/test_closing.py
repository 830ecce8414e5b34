"""Closing a ticket, and taking that back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kundportal.history.models import Event
from kundportal.lib import dates
from kundportal.mail.models import Mail
from kundportal.people.models import OrganisationSight
from kundportal.tickets import jobs
from kundportal.tickets.models import Handling, Participant, State, Status, Ticket
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(create_ticket, customer, colleague):
    ticket = create_ticket(customer, recipients=[colleague])
    Mail.objects.all().delete()
    return ticket


def run_jobs(told):
    """What the worker does when the ten minutes have passed."""
    assert told
    for task, arguments in told:
        getattr(jobs, task.rpartition(".")[2])(**arguments)


@pytest.fixture
def told_later(monkeypatch):
    """The jobs that were queued for later."""
    queued = []

    def note(moment, task, **arguments):
        assert moment > timezone.now()
        queued.append((task, arguments))

    monkeypatch.setattr("kundportal.tickets.ending.closing.defer_until", note)
    return queued


def everything(ticket):
    """All that closing and undoing may touch, as it stands in the database."""
    columns = Ticket.objects.filter(pk=ticket.pk).values().get()
    places = list(Participant.objects.filter(ticket=ticket).order_by("pk").values())
    return columns, places, Handling.objects.filter(pk=ticket.pk).values().get()


def test_the_customer_closes_with_one_button(ticket, customer):
    client = signed_in(customer)
    assert "Markera som stängt" in client.get(ticket.url).content.decode()
    page = client.post(f"{ticket.url}closure/", follow=True).content.decode()
    ticket.refresh_from_db()
    assert ticket.status == Status.CLOSED
    assert ticket.answer_by is None
    assert "Markera som stängt" not in page
    assert "Stängt" in page


def test_a_word_on_the_way_stands_in_the_conversation(ticket, customer):
    sent = {"text": "Vi löste det själva.", "once": str(uuid4())}
    for _attempt in range(2):
        signed_in(customer).post(f"{ticket.url}closure/", sent)
    ticket.refresh_from_db()
    assert ticket.is_closed
    assert [one.text for one in ticket.messages.order_by("pk")][1:] == ["Vi löste det själva."]


def test_a_word_that_is_too_long_is_not_lost(ticket, customer):
    answer = signed_in(customer).post(f"{ticket.url}closure/", {"text": "ord " * 600})
    page = answer.content.decode()
    ticket.refresh_from_db()
    assert answer.status_code == 422
    assert "ord ord" in page
    assert 'id="closure_text-error"' in page
    assert not ticket.is_closed


def test_a_word_of_somebody_who_was_too_late_to_close_is_kept(shared, customer, colleague):
    shared.close(by=customer)
    shared.close(by=colleague, text="Stänger, det är löst.", once=uuid4())
    assert shared.messages.latest("pk").text == "Stänger, det är löst."
    assert Event.objects.filter(verb="ticket.closed").count() == 1


def test_thanks_and_solved_closes_as_solved(ticket, customer, agent):
    ticket.reply(by=agent, text="Prova igen.", once=uuid4())
    client = signed_in(customer)
    assert "Tack, löst" in client.get(ticket.url).content.decode()
    client.post(f"{ticket.url}solution/")
    ticket.refresh_from_db()
    assert ticket.is_closed
    assert ticket.handling.state.code == "solved"
    assert Event.objects.get(verb="ticket.closed").data["solved"] is True


def test_a_closed_ticket_leaves_the_queue(ticket, customer, agent):
    ticket.close(by=customer)
    assert not Handling.objects.queue("waiting-for-us", agent)[0].exists()
    assert Handling.objects.queue("closed", agent)[0].get().ticket == ticket


def test_closing_twice_is_closing_once(shared, customer, colleague, told_later):
    shared.close(by=customer)
    shared.close(by=customer)
    assert Event.objects.filter(verb="ticket.closed").count() == 1
    run_jobs(told_later)
    run_jobs(told_later)
    assert [mail.to for mail in Mail.objects.all()] == [colleague.email]


def test_closing_moves_last_activity(ticket, customer):
    before = ticket.last_activity_at
    ticket.close(by=customer)
    assert ticket.last_activity_at > before
    assert ticket.participants.get().last_activity_at == ticket.last_activity_at


def test_nobody_is_told_before_the_closing_stands(shared, customer, told_later):
    shared.close(by=customer)
    assert not Mail.objects.exists()
    assert shared.undo_closing(by=customer)
    run_jobs(told_later)
    assert not Mail.objects.exists()


def test_the_mail_says_until_when_a_reply_opens_it_and_asks_how_it_went(shared, customer, agent):
    shared.close(by=agent)
    mail = Mail.objects.get(to=customer.email)
    day = dates.add_working_days(dates.today(), 10)
    assert f"senast {dates.day(day)}" in " ".join(mail.text.split())
    assert f"/tickets/{shared.number}/rating/?value=3" in mail.text
    assert f"/tickets/{shared.number}/rating/?value=1" in mail.html


def test_the_agent_in_charge_reads_the_word_as_well(shared, customer, agent, told_later):
    shared.handling.assign(to=agent, by=agent)
    shared.close(by=customer, text="Det var ett rättighetsfel hos oss.", once=uuid4())
    run_jobs(told_later)
    assert "rättighetsfel" in Mail.objects.get(to=agent.email).text


@pytest.mark.parametrize("state", ["open", "taken", "answered", "parked", "planned", "late"])
def test_undoing_puts_everything_back_as_it_was(shared, customer, agent, state):
    if state in {"taken", "planned"}:
        shared.handling.assign(to=agent, by=agent)
    if state == "planned":
        shared.handling.set_state(state=State.objects.special("planned"), by=agent)
    if state in {"answered", "parked"}:
        shared.reply(by=agent, text="Vilken skola?", once=uuid4())
    if state == "parked":
        shared.park(until=dates.today() + timedelta(days=9), by=customer)
    if state == "late":
        Ticket.objects.update(answer_by=dates.today() - timedelta(days=3))
        shared.refresh_from_db()
        shared.handling.follow(shared)
    before = everything(shared)
    shared.close(by=customer)
    assert everything(shared) != before
    page = signed_in(customer).post(f"{shared.url}closure/undo/", follow=True).content.decode()
    assert everything(shared) == before
    assert "Ärendet är som det var innan det stängdes." in page
    assert Event.objects.filter(verb="ticket.closure_undone").count() == 1
    assert not Event.objects.filter(verb="ticket.reopened").exists()


def test_a_word_stays_when_the_closing_is_undone(shared, customer):
    shared.close(by=customer, text="Löst.", once=uuid4())
    assert shared.undo_closing(by=customer)
    word = shared.messages.latest("pk")
    assert word.text == "Löst."
    assert shared.last_activity_at == word.created_at


def test_who_takes_the_ticket_meanwhile_has_it_in_hand_afterwards(shared, customer, agent):
    shared.close(by=customer)
    Ticket.objects.get().handling.assign(to=agent, by=agent)
    assert shared.undo_closing(by=customer)
    assert shared.status == Status.IN_PROGRESS


def test_undo_lasts_for_ten_minutes_and_says_so(shared, customer):
    shared.close(by=customer)
    client = signed_in(customer)
    assert "Du kan ångra stängningen i 10 minuter till." in client.get(shared.url).content.decode()
    Ticket.objects.update(undo_until=timezone.now())
    page = client.post(f"{shared.url}closure/undo/", follow=True).content.decode()
    assert "Det går inte längre att ångra." in page
    assert "Ångra" not in page
    shared.refresh_from_db()
    assert shared.is_closed


def test_undone_twice_is_undone_once(shared, customer):
    shared.close(by=customer)
    client = signed_in(customer)
    for _attempt in range(2):
        page = client.post(f"{shared.url}closure/undo/", follow=True).content.decode()
        assert "Det går inte längre att ångra." not in page
    assert Event.objects.filter(verb="ticket.closure_undone").count() == 1


def test_what_happens_after_the_closing_ends_the_undo(shared, customer, agent, colleague):
    shared.close(by=customer)
    shared.reply(by=colleague, text="Tack!", once=uuid4())
    assert not shared.undo_closing(by=customer)
    shared.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    assert not shared.undo_closing(by=customer)
    assert shared.status == Status.WAITING


def test_what_an_agent_closed_the_customer_can_not_undo(shared, customer, agent):
    shared.close(by=agent)
    assert not shared.undo_closing(by=customer)
    assert "Ångra" not in signed_in(customer).get(shared.url).content.decode()


def test_who_may_only_read_sees_no_button_and_is_refused(ticket, colleague, municipality):
    municipality.sight = OrganisationSight.EVERYONE
    municipality.sight_may_reply = False
    municipality.save()
    client = signed_in(colleague)
    page = client.get(ticket.url).content.decode()
    assert "Markera som stängt" not in page
    for act in ("closure", "solution", "closure/undo"):
        assert client.post(f"{ticket.url}{act}/").status_code == 403
    with pytest.raises(PermissionDenied):
        ticket.close(by=colleague)


@pytest.mark.parametrize("act", ["closure", "closure/undo", "solution"])
def test_outsider_404_anonymous_to_sign_in_get_405(ticket, outsider, customer, client, act):
    path = f"{ticket.url}{act}/"
    assert signed_in(outsider).post(path).status_code == 404
    assert client.post(path)["Location"].startswith("/sign-in/")
    assert signed_in(customer).get(path).status_code == 405
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN
