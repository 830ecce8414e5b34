"""Opening a closed ticket again, for ten working days, and what follows it afterwards."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from kundportal.history.models import Event
from kundportal.lib import dates
from kundportal.mail.models import Mail
from kundportal.tickets.models import Draft, Participant, Sight, Status, Ticket
from kundportal.tickets.models.endings import last_day
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(create_ticket, customer, colleague, agent):
    ticket = create_ticket(customer, recipients=[colleague])
    ticket.reply(by=agent, text="Prova igen.", once=uuid4())
    ticket.close(by=agent)
    Mail.objects.all().delete()
    return ticket


@pytest.fixture
def long_closed(closed):
    Ticket.objects.update(opens_until=dates.today() - timedelta(days=1))
    closed.refresh_from_db()
    return closed


def test_ten_working_days_are_counted_in_the_calendar_of_the_form():
    noon = dates.beginning_of(date(2026, 12, 18)) + timedelta(hours=12)
    assert last_day(noon, "SE") == date(2027, 1, 8)  # eves, holidays and Epiphany left out
    assert last_day(noon, "DE") == date(2027, 1, 7)
    assert last_day(noon, "XX") == date(2027, 1, 8)


def test_on_the_last_day_a_reply_still_opens_it(closed, customer):
    Ticket.objects.update(opens_until=dates.today())
    message = closed.reply(by=customer, text="Det hände igen.", once=uuid4())
    assert message.ticket == closed
    assert closed.status == Status.OPEN
    assert closed.handling.is_open
    assert Participant.objects.of(customer).get().is_open
    assert Event.objects.filter(verb="ticket.reopened").count() == 1
    assert (closed.closed_at, closed.opens_until) == (None, None)


def test_not_solved_hands_a_waiting_ticket_back_to_us(ticket, customer, agent):
    ticket.reply(by=agent, text="Prova igen.", once=uuid4())
    client = signed_in(customer)
    assert "Inte löst" in client.get(ticket.url).content.decode()
    answer = client.post(f"{ticket.url}reopening/", {"text": "Tack, men samma fel."}, follow=True)
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN
    assert ticket.answer_by
    assert "Tack, men samma fel." in answer.content.decode()


def test_not_solved_opens_it_even_if_the_words_are_a_thank_you(closed, customer):
    signed_in(customer).post(f"{closed.url}reopening/", {"text": "Tack!"})
    closed.refresh_from_db()
    assert closed.status == Status.OPEN


def test_not_solved_wants_a_reason(closed, customer):
    answer = signed_in(customer).post(f"{closed.url}reopening/", {"text": " "})
    assert answer.status_code == 422
    assert 'id="reply_text-error"' in answer.content.decode()
    closed.refresh_from_db()
    assert closed.is_closed


def test_not_solved_is_the_reply_that_was_begun(closed, customer):
    client, once = signed_in(customer), str(uuid4())
    draft = {"text": "Det är **samma** fel", "once": once, "revision": "0", "window": "a1"}
    client.post(f"{closed.url}draft/", draft, headers={"Accept": "application/json"})
    page = client.get(f"{closed.url}reopening/").content.decode()
    assert "Det är **samma** fel</textarea>" in page
    assert f'name="once" value="{once}"' in page
    assert f'data-draft="reply:{closed.number}"' in page
    assert f'data-to="{closed.url}draft/"' in page
    assert "data-tools" in page
    preview = client.post(f"{closed.url}reopening/preview/", draft)
    assert preview.status_code == 200
    assert "<strong>samma</strong>" in preview.content.decode()
    assert closed.messages.count() == 2
    client.post(f"{closed.url}reopening/", draft)
    assert closed.messages.latest("pk").text == "Det är **samma** fel"
    assert not Draft.objects.exists()


def test_too_late_the_page_says_what_a_reply_will_do(long_closed, customer):
    client = signed_in(customer)
    page = client.get(long_closed.url).content.decode()
    assert "Ditt svar blir ett nytt ärende som följer på det här" in page
    assert "Skicka som nytt ärende" in page
    page = client.get(f"{long_closed.url}reopening/").content.decode()
    assert "Skicka som nytt ärende" in page


@pytest.mark.parametrize("act", ["replies", "reopening"])
def test_too_late_a_reply_starts_a_ticket_that_follows(long_closed, customer, colleague, act):
    Ticket.objects.update(sight=Sight.PRIVATE)
    client, sent = signed_in(customer), {"text": "Samma fel igen.", "once": str(uuid4())}
    for _attempt in range(2):
        answer = client.post(f"{long_closed.url}{act}/", sent)
    new = Ticket.objects.exclude(pk=long_closed.pk).get()
    assert answer["Location"].startswith(new.url)
    assert new.follows == long_closed
    assert new.messages.get().text == "Samma fel igen."
    same = ("form_id", "product_id", "matter_id", "title", "organisation_id", "sight")
    long_closed.refresh_from_db()
    assert [getattr(new, name) for name in same] == [getattr(long_closed, name) for name in same]
    assert {place.person_id for place in new.participants.all()} == {customer.pk, colleague.pk}
    assert long_closed.is_closed
    assert Event.objects.get(verb="ticket.followed_up").data == {"ticket": new.pk}
    assert {mail.to for mail in Mail.objects.all()} == {customer.email, colleague.email}
    told = " ".join(Mail.objects.get(to=customer.email).text.split())
    assert f"följer på ärende {long_closed.number}" in told


def test_htmx_is_led_to_the_new_ticket(long_closed, customer):
    answer = signed_in(customer).post(
        f"{long_closed.url}replies/", {"text": "Igen."}, headers={"HX-Request": "true"}
    )
    new = Ticket.objects.exclude(pk=long_closed.pk).get()
    assert answer["HX-Redirect"].startswith(new.url)


def test_both_tickets_show_each_other_to_those_who_may_see_them(
    long_closed, customer, colleague, agent
):
    new = long_closed.reply(by=customer, text="Igen.", once=uuid4()).ticket
    client = signed_in(customer)
    assert f'href="{new.url}"' in client.get(long_closed.url).content.decode()
    assert f'href="{long_closed.url}"' in client.get(new.url).content.decode()
    new.participants.filter(person=colleague).delete()
    assert new.number not in signed_in(colleague).get(long_closed.url).content.decode()
    desk = signed_in(agent)
    assert f'href="{new.desk_url}"' in desk.get(long_closed.desk_url).content.decode()
    assert f'href="{long_closed.desk_url}"' in desk.get(new.desk_url).content.decode()


def test_who_has_left_is_no_recipient_of_what_follows(long_closed, customer, colleague):
    colleague.is_active = False
    colleague.save()
    new = long_closed.reply(by=customer, text="Igen.", once=uuid4()).ticket
    assert [place.person for place in new.participants.all()] == [customer]


def test_an_agents_reply_opens_it_however_long_it_was_closed(long_closed, agent):
    message = long_closed.reply(by=agent, text="Nu är felet rättat.", once=uuid4())
    assert message.ticket == long_closed
    assert long_closed.status == Status.WAITING


def test_a_ticket_closed_before_the_day_was_kept_has_its_last_activity_for_it(closed):
    Ticket.objects.update(closed_at=None, opens_until=None)
    closed.refresh_from_db()
    assert closed.opens_by == last_day(closed.last_activity_at, "SE")
    assert not closed.starts_anew


def test_outsider_404_anonymous_to_sign_in_put_405(closed, outsider, customer, client):
    path = f"{closed.url}reopening/"
    assert signed_in(outsider).post(f"{path}preview/").status_code == 404
    assert client.post(f"{path}preview/")["Location"].startswith("/sign-in/")
    assert signed_in(customer).get(f"{path}preview/").status_code == 405
    for method in ("get", "post"):
        assert getattr(signed_in(outsider), method)(path, {"text": "Hej"}).status_code == 404
        assert getattr(client, method)(path)["Location"].startswith("/sign-in/")
    assert signed_in(customer).put(path).status_code == 405
    closed.refresh_from_db()
    assert closed.is_closed
