"""A ticket rests until the day on which its customer will be back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kundportal.history.models import Event
from kundportal.lib import dates
from kundportal.mail.models import Mail
from kundportal.tickets.finding import listing
from kundportal.tickets.finding.wanted import Wanted
from kundportal.tickets.jobs import wake
from kundportal.tickets.models import Participant, Status, Ticket
from kundportal.tickets.models.handling import NEVER
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(create_ticket, customer, colleague, agent):
    ticket = create_ticket(customer, recipients=[colleague])
    ticket.reply(by=agent, text="Prova igen.", once=uuid4())
    Participant.objects.update(unread=0, first_unread_id=None)
    Mail.objects.all().delete()
    return ticket


def in_days(count):
    return dates.today() + timedelta(days=count)


def lane(person):
    return len(listing.page(person, Wanted(show="for-me")).rows)


def test_the_customer_chooses_the_day_and_reads_it_on_the_ticket(waiting, customer, agent):
    client, day = signed_in(customer), in_days(5)
    assert "Återkommer" in client.get(waiting.url).content.decode()
    path = f"{waiting.url}parking/"
    assert client.get(path).status_code == 200
    page = client.post(path, {"until": day.isoformat()}, follow=True).content.decode()
    assert f"Du har sagt att du återkommer {dates.day(day)}." in page
    assert "Väntar på dig" in page
    desk = signed_in(agent).get(waiting.desk_url).content.decode()
    assert "Parkerad av kunden" in desk
    assert f"Kunden återkommer {dates.day(day)}" in desk


def test_it_is_in_nobodys_way_until_then(waiting, customer):
    assert lane(customer) == 1
    waiting.park(until=in_days(1), by=customer)
    assert lane(customer) == 0
    assert waiting.handling.due_at == NEVER
    assert waiting.status == Status.WAITING


def test_the_list_and_its_file_say_until_when_it_rests(
    waiting, create_ticket, customer, django_assert_max_num_queries
):
    until = dates.today() + timedelta(days=5)
    client = signed_in(customer)
    assert "Vilar till" not in client.get("/tickets/").content.decode()
    for ticket in (waiting, *[create_ticket(customer) for _one in range(8)]):
        ticket.park(until=until, by=customer)
    with django_assert_max_num_queries(8):
        page = client.get("/tickets/").content.decode()
    assert page.count(f"Vilar till {dates.day(until)}") == 9
    assert "Vilar till" not in client.get("/").content.decode()
    customer.language = "en"
    customer.save(update_fields=["language"])
    assert "Resting until" in client.get("/tickets/").content.decode()
    file = b"".join(client.get("/tickets/export/csv/").streaming_content).decode()
    assert '"Rests until"' in file
    assert f'"{until}"' in file
    assert client.get("/tickets/export/xlsx/").status_code == 200


def test_one_may_thank_or_come_back_while_we_work_and_say_not_solved_when_we_have_answered(
    create_ticket, customer, colleague, agent, municipality, administrator
):
    ticket, client = create_ticket(customer), signed_in(customer)
    steps = [f'action="{ticket.url}solution/"', f'href="{ticket.url}parking/"']
    anew = f'href="{ticket.url}reopening/"'
    page = client.get(ticket.url).content.decode()
    assert [one in page for one in (*steps, anew)] == [True, True, False]
    ticket.reply(by=agent, text="Prova igen.", once=uuid4())
    page = client.get(ticket.url).content.decode()
    assert [one in page for one in (*steps, anew)] == [True, True, True]
    municipality.share_sight(sight="everyone", may_reply=False, by=administrator)
    page = signed_in(colleague).get(ticket.url).content.decode()
    assert [one in page for one in (*steps, anew)] == [False, False, False]
    ticket.close(by=customer)
    page = client.get(ticket.url).content.decode()
    assert [one in page for one in (*steps, anew)] == [False, False, True]


def test_a_colleague_reads_that_it_is_a_colleague_who_will_be_back(waiting, customer, colleague):
    waiting.park(until=in_days(3), by=customer)
    page = signed_in(colleague).get(waiting.url).content.decode()
    assert f"Din kollega återkommer {dates.day(in_days(3))}." in page


@pytest.mark.parametrize("until", ["", "x", "2020-01-01", "9999-12-31", "0001-01-01", "\0", "3/4"])
def test_a_day_that_will_not_do_is_an_error_at_the_field(waiting, customer, until):
    answer = signed_in(customer).post(f"{waiting.url}parking/", {"until": until})
    assert answer.status_code == 422
    assert 'id="id_until-error"' in answer.content.decode()


def test_today_is_too_early_and_a_year_is_the_most(waiting, customer):
    for until in (in_days(0), in_days(367)):
        answer = signed_in(customer).post(f"{waiting.url}parking/", {"until": until.isoformat()})
        assert answer.status_code == 422
        with pytest.raises(ValueError):
            waiting.park(until=until, by=customer)
    assert waiting.park(until=in_days(366), by=customer)


def test_parked_twice_is_parked_once_and_another_day_counts(waiting, customer):
    for days in (3, 3, 4):
        waiting.park(until=in_days(days), by=customer)
    assert Event.objects.filter(verb="ticket.parked").count() == 2
    assert not Event.objects.filter(verb="ticket.park_ended").exists()
    assert waiting.parked_until == in_days(4)


def test_a_reply_ends_the_rest(waiting, customer):
    waiting.park(until=in_days(3), by=customer)
    waiting.reply(by=customer, text="Nu har jag provat.", once=uuid4())
    assert (waiting.parked_until, waiting.status) == (None, Status.OPEN)
    assert waiting.answer_by
    assert Event.objects.filter(verb="ticket.park_ended").count() == 1
    assert waiting.handling.state is None


def test_an_agents_reply_ends_it_too_and_waits_as_usual(waiting, customer, agent):
    waiting.park(until=in_days(3), by=customer)
    waiting.reply(by=agent, text="Det kom en ny version.", once=uuid4())
    assert (waiting.parked_until, waiting.status) == (None, Status.WAITING)
    assert waiting.handling.state is None
    assert lane(customer) == 1


def test_on_the_day_the_customer_is_reminded_once(waiting, customer):
    waiting.park(until=in_days(2), by=customer)
    wake(0)
    assert not Mail.objects.exists()
    Ticket.objects.update(parked_until=in_days(0))
    for _run in range(3):
        wake(0)
    waiting.refresh_from_db()
    mail = Mail.objects.get()
    assert mail.to == customer.email
    assert "väntar på dig igen" in mail.subject
    assert waiting.parked_until is None
    assert lane(customer) == 1
    assert Event.objects.get(verb="ticket.park_ended").by is None


def test_what_was_due_while_we_were_down_is_made_up_for(waiting, create_ticket, customer):
    other = create_ticket(customer)
    for ticket in (waiting, other):
        ticket.park(until=in_days(2), by=customer)
    Ticket.objects.update(parked_until=in_days(-4))
    Mail.objects.all().delete()
    wake(0)
    assert Mail.objects.count() == 2


def test_when_who_parked_it_is_gone_the_others_are_reminded(waiting, customer, colleague):
    waiting.park(until=in_days(2), by=colleague)
    colleague.is_active = False
    colleague.save()
    Ticket.objects.update(parked_until=in_days(0))
    wake(0)
    mail = Mail.objects.get()
    assert mail.to == customer.email
    assert "din kollega" in mail.text


def test_a_closed_ticket_can_not_be_parked(waiting, customer):
    waiting.close(by=customer)
    answer = signed_in(customer).post(
        f"{waiting.url}parking/", {"until": in_days(3).isoformat()}, follow=True
    )
    assert "Ärendet är stängt, så det finns inget att vänta på." in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.parked_until is None


def test_outsider_404_anonymous_to_sign_in_put_405(waiting, outsider, customer, client):
    path, sent = f"{waiting.url}parking/", {"until": in_days(3).isoformat()}
    for method in ("get", "post"):
        assert getattr(signed_in(outsider), method)(path, sent).status_code == 404
        assert getattr(client, method)(path, sent)["Location"].startswith("/sign-in/")
    assert signed_in(customer).put(path).status_code == 405
    waiting.refresh_from_db()
    assert waiting.parked_until is None
