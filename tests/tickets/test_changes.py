"""An open page asks whether anything is new: what that costs, tells, and never tells."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kundportal.people.models import Organisation, OrganisationSight, Person, Session
from kundportal.tickets import conversation
from kundportal.tickets.models import Participant, Sight, Ticket
from tests.cast import signed_in
from tests.house.test_get_never_writes import noting_writes

pytestmark = pytest.mark.django_db
SECRET = "Ring utvecklarna, känt fel."


@pytest.fixture
def shared(create_ticket, customer, colleague, agent):
    ticket = create_ticket(customer, recipients=[colleague])
    ticket.handling.assign(to=agent, by=agent)
    return ticket


class Page:
    """An open page, which knows what its script knows."""

    def __init__(self, person, ticket, path=""):
        self.client = signed_in(person)
        shown = self.client.get(path or ticket.url).content.decode()
        self.take(shown)

    def take(self, shown):
        self.url = shown.split('data-live="')[1].split('"')[0].replace("&amp;", "&")
        self.word = shown.split('data-live-version="')[1].split('"')[0]

    def ask(self):
        return self.client.get(self.url, headers={"If-None-Match": f'"{self.word}"'})

    def news(self):
        """What comes, taken in as the script takes it in."""
        answer = self.ask()
        assert answer.status_code == 200
        shown = answer.content.decode()
        self.take(shown)
        assert answer.headers["ETag"] == f'"{self.word}"'
        return shown


@pytest.mark.parametrize("role", ["customer", "colleague", "agent"])
def test_nothing_new_costs_two_questions_and_says_nothing(shared, request, role):
    person = request.getfixturevalue(role)
    page = Page(person, shared, shared.desk_url if person.is_staff else "")
    with CaptureQueriesContext(connection) as asked:
        answer = page.ask()
    assert (answer.status_code, answer.content) == (304, b"")
    assert len(asked) <= 2, [one["sql"] for one in asked]


def test_a_new_reply_comes_once(shared, customer, agent):
    page = Page(customer, shared)
    shared.reply(by=agent, text="Prova **igen** nu.", once=uuid4())
    shown = page.news()
    assert "<strong>igen</strong>" in shown
    assert shown.count("<article") == 1
    assert "Nytt svar från Anna Ek" in shown
    assert "Väntar på dig" in shown
    assert page.ask().status_code == 304


def test_ones_own_reply_in_another_window_comes_without_a_word(shared, customer):
    page = Page(customer, shared)
    shared.reply(by=customer, text="Det gäller alla klasser.", once=uuid4())
    shown = page.news()
    assert "Det gäller alla klasser." in shown
    assert "data-live-words" not in shown


def test_a_closed_ticket_and_a_new_recipient_are_seen(shared, customer, agent, create_ticket):
    page = Page(customer, shared)
    shared.close(by=agent)
    assert "Ett svar öppnar det igen" in page.news()
    other = Person.objects.admit(
        email="ny@lillkoping.example", name="Nils Ny", organisation=customer.organisation
    )
    Participant.objects.create(
        ticket=shared, person=other, organisation=customer.organisation, role="recipient",
        last_activity_at=shared.last_activity_at,
    )  # fmt: skip
    assert "Nils Ny" in page.news()
    assert page.ask().status_code == 304


def test_what_only_the_vendor_sees_changes_nothing(shared, customer, agent, administrator):
    page = Page(customer, shared)
    shared.handling.note(by=agent, text=SECRET, once=uuid4())
    shared.handling.prioritise(priority=4, by=agent)
    shared.handling.assign(to=administrator, by=agent)
    assert page.ask().status_code == 304
    shared.reply(by=agent, text="Hej", once=uuid4())
    shown = page.news()
    for hidden in (SECRET, administrator.name, "riorit"):
        assert hidden not in shown


def test_asking_reads_nothing_and_prolongs_no_session(shared, customer, agent):
    page = Page(customer, shared)
    before = Session.objects.get(pk=page.client.session.session_key).last_used_at
    long_ago = before - timedelta(minutes=30)
    Session.objects.update(last_used_at=long_ago)
    with noting_writes() as tables:
        page.ask()
        shared_reply = shared.messages.count()
    assert tables == []
    assert shared_reply == 1
    shared.reply(by=agent, text="Hej", once=uuid4())
    with noting_writes() as tables:
        page.news()
    assert tables == []
    assert Participant.objects.of(customer).get().unread == 1
    assert Session.objects.get(pk=page.client.session.session_key).last_used_at == long_ago


def test_who_has_lost_sight_is_told_at_the_next_question(shared, colleague):
    page = Page(colleague, shared)
    Participant.objects.of(colleague).delete()
    assert page.ask().status_code == 404


@pytest.mark.parametrize("how", ["paused", "closed", "ended", "factor", "password"])
def test_who_may_not_come_in_any_more_is_not_let_in(shared, customer, how):
    page = Page(customer, shared)
    if how == "paused":
        Person.objects.filter(pk=customer.pk).update(is_active=False)
    elif how == "closed":
        Organisation.objects.update(closed_at=timezone.now())
    elif how == "ended":
        Session.objects.all().delete()
    elif how == "factor":
        Session.objects.update(needs_factor=True)
    else:
        Person.objects.filter(pk=customer.pk).update(password="another")
    answer = page.ask()
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/settings/" if how == "factor" else "/sign-in/")


def test_sight_through_the_organisation_is_asked_anew_each_time(ticket, colleague, municipality):
    Ticket.objects.update(sight=Sight.SHARED)
    page = Page(colleague, ticket)
    assert page.ask().status_code == 304
    Ticket.objects.update(sight=Sight.PRIVATE)
    assert page.ask().status_code == 404
    Ticket.objects.update(sight=Sight.ORGANISATION)
    Organisation.objects.filter(pk=municipality.pk).update(sight=OrganisationSight.EVERYONE)
    assert page.ask().status_code == 200


def test_of_very_many_the_rest_comes_with_the_next_question(shared, customer, agent, monkeypatch):
    monkeypatch.setattr(conversation, "SHOWN", 10)
    page = Page(customer, shared)
    for number in range(14):
        shared.reply(by=agent, text=f"svar nummer {number}.", once=uuid4())
    first = page.news()
    assert first.count("<article") == 10
    assert "svar nummer 0." in first
    rest = page.news()
    assert rest.count("<article") == 4
    assert "svar nummer 13." in rest
    assert page.ask().status_code == 304


def test_an_earlier_part_of_the_conversation_does_not_ask(shared, customer, agent):
    message = shared.reply(by=agent, text="Hej", once=uuid4())
    page = signed_in(customer).get(f"{shared.url}?before={message.pk}").content.decode()
    assert "data-live-version" not in page


def test_the_desk_sees_replies_notes_and_the_status(shared, customer, agent, administrator):
    page = Page(agent, shared, shared.desk_url)
    shared.handling.note(by=administrator, text=SECRET, once=uuid4())
    shared.reply(by=customer, text="Nu gick det.", once=uuid4())
    shown = page.news()
    assert SECRET in shown
    assert "Nu gick det." in shown
    assert "2 nya, det senaste av Bo Lind" in shown or "2 nya, det senaste av Karin" in shown
    assert page.ask().status_code == 304
    shared.close(by=administrator)
    assert "pill-closed" in page.news()


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 30, "%00", "1e3"])
def test_an_odd_key_shows_all_of_it(shared, customer, after):
    answer = signed_in(customer).get(f"{shared.url}changes/?after={after}")
    assert answer.status_code == 200
    assert answer.content.decode().count("<article") == 1


def test_outsider_404_anonymous_to_sign_in_post_405(shared, outsider, customer, agent, client):
    path = f"{shared.url}changes/"
    assert signed_in(outsider).get(path).status_code == 404
    assert client.get(path)["Location"].startswith("/sign-in/")
    assert signed_in(customer).post(path).status_code == 405
    assert signed_in(agent).get(path).status_code == 404
    assert signed_in(customer).get(f"{shared.desk_url}changes/").status_code == 404
