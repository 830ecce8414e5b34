"""Somebody leaves: their tickets become a colleague's too, with one mail, and only once."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people.models import Person
from kundportal.tickets.handing_over import VERB, hand_over, left_of
from kundportal.tickets.models import Participant, Ticket
from tests.cast import person, signed_in

MISSING = 2**40


def path(one: Person, face: str = "") -> str:
    return f"{face}/tickets/handover/{one.pk}/"


@pytest.fixture
def third(municipality):
    return person("Tea Tredje", "tea@lillkoping.example", at=municipality)


@pytest.fixture
def gone(customer, colleague, administrator):
    """The customer, who has left."""
    customer.give_back_seat(by=administrator)
    return Person.objects.get(pk=customer.pk)


def send(client: Client, one: Person, to: Person, face: str = ""):
    return client.post(path(one, face), {"colleague": to.pk}, follow=True)


def test_the_page_says_how_many_tickets_there_are(create_ticket, customer, gone, colleague):
    create_ticket(customer).close(by=customer)
    create_ticket(customer)
    create_ticket(customer)
    page = signed_in(colleague).get(path(gone)).content.decode()
    assert "2 öppna ärenden, 1 stängt." in page
    assert "Karin Berg" in page


def test_the_colleague_sees_all_of_it_can_reply_and_has_nothing_unread(
    ticket, agent, gone, colleague
):
    ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    answer = send(signed_in(colleague), gone, colleague)
    assert "Olle Dahl har nu tagit över 1 ärende från Karin Berg." in answer.content.decode()
    place = Participant.objects.get(ticket=ticket, person=colleague)
    assert (place.role, place.unread, place.first_unread_id) == ("recipient", 0, None)
    assert (place.is_open, place.last_activity_at) == (
        True,
        Ticket.objects.get().last_activity_at,
    )
    page = signed_in(colleague).get(ticket.url).content.decode()
    assert "Vi tittar på det." in page
    replied = {"text": "Nu är det mitt.", "once": str(uuid4())}
    assert signed_in(colleague).post(f"{ticket.url}replies/", replied).status_code == 302


def test_a_new_reply_reaches_the_colleague_and_not_the_one_who_has_left(
    ticket, agent, gone, colleague, customer
):
    hand_over(gone, to=colleague, by=colleague)
    ticket.reply(by=agent, text="Klart.", once=uuid4())
    told = Mail.objects.filter(subject__contains="– svar från").values_list("to", flat=True)
    assert list(told) == [colleague.email]
    assert Participant.objects.get(ticket=ticket, person=colleague).unread == 1
    assert signed_in(gone).get(ticket.url).status_code == 302


def test_what_somebody_else_takes_part_in_stays_with_them(
    create_ticket, customer, colleague, third, administrator
):
    """Only what would have nobody left goes over, and what the person has created."""
    shared = create_ticket(third, title="Teas", recipients=[customer])
    orphaned = create_ticket(colleague, title="Olles", recipients=[customer])
    own = create_ticket(customer, recipients=[colleague])
    colleague.pause(by=administrator)
    customer.pause(by=administrator)
    done = hand_over(customer, to=third, by=third)
    assert (done.open, done.closed) == (2, 0)
    seen = set(Participant.objects.of(third).values_list("ticket", flat=True))
    assert seen == {shared.pk, orphaned.pk, own.pk}


def test_sending_twice_is_doing_once(ticket, gone, colleague, third):
    send(signed_in(colleague), gone, third)
    mails, events = Mail.objects.count(), Event.objects.count()
    again = send(signed_in(colleague), gone, third)
    assert "Inget fanns kvar att lämna över" in again.content.decode()
    assert (Mail.objects.count(), Event.objects.count()) == (mails, events)
    assert left_of(gone).all == 0


def test_the_colleague_gets_one_mail_for_all(create_ticket, customer, gone, colleague, third):
    for _time in range(3):
        create_ticket(customer)
    Mail.objects.all().delete()
    send(signed_in(colleague), gone, third)
    [mail] = Mail.objects.all()
    assert mail.to == third.email
    assert mail.subject == "Du tar över ärenden från Karin Berg – 3 ärenden"
    assert "3 ärenden" in mail.text
    assert "/tickets/" in mail.text


def test_staff_see_in_the_ticket_who_took_over(ticket, gone, colleague, agent, administrator):
    desk = signed_in(administrator)
    assert "1 ärende" in send(desk, gone, colleague, "/desk").content.decode()
    page = signed_in(agent).get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "tog över från Karin Berg" in page
    assert "har inte längre åtkomst" in page
    event = Event.objects.get(verb=VERB)
    assert (event.by, event.thing_id) == (administrator, ticket.pk)
    assert event.data == {"from": gone.pk, "to": colleague.pk}


def test_whoever_leaves_hands_over_their_own_first(ticket, customer, colleague):
    client = signed_in(customer)
    assert "Lämna över dina ärenden" in client.get(path(customer)).content.decode()
    send(client, customer, colleague)
    assert Participant.objects.filter(person=colleague).exists()
    assert client.get(ticket.url).status_code == 200  # still theirs as well


def test_nobody_takes_what_a_colleague_at_work_has_written(ticket, customer, colleague):
    client = signed_in(colleague)
    assert client.get(path(customer)).status_code == 404
    assert client.post(path(customer), {"colleague": colleague.pk}).status_code == 404
    with pytest.raises(PermissionDenied):
        hand_over(customer, to=colleague, by=colleague)


def test_it_goes_to_a_colleague_who_has_access(ticket, gone, colleague, outsider, third):
    third.pause(by=colleague)
    client = signed_in(colleague)
    for wrong in (outsider.pk, gone.pk, third.pk, "", "x", "9" * 400, "a\0"):
        answer = client.post(path(gone), {"colleague": wrong})
        assert answer.status_code == 422, wrong
        assert "id_colleague-error" in answer.content.decode()
    with pytest.raises(PermissionDenied):
        hand_over(gone, to=outsider, by=colleague)
    assert Participant.objects.filter(ticket=ticket).count() == 1


def test_whoever_takes_over_can_leave_too(ticket, gone, colleague, third):
    hand_over(gone, to=colleague, by=colleague)
    colleague.give_back_seat(by=third)
    colleague = Person.objects.get(pk=colleague.pk)
    assert hand_over(colleague, to=third, by=third).all == 1
    assert Participant.objects.filter(ticket=ticket, person=third).exists()


def many(one: Person, ticket: Ticket, number: int) -> None:
    """Copies of a ticket, as rows."""
    fields = "form_id, product_id, matter_id, title, status, organisation_id, created_by_id,"
    fields += "created_at, last_activity_at, answer_by"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO tickets_ticket (number, once, {fields}) "
            f"SELECT 'SE-' || n, gen_random_uuid(), {fields} "
            "FROM tickets_ticket, generate_series(1, %s) AS n WHERE id = %s",
            [number, ticket.pk],
        )
        cursor.execute(
            "INSERT INTO tickets_participant (ticket_id, person_id, organisation_id, role,"
            " unread, is_open, last_activity_at) SELECT id, %s, organisation_id, 'creator', 0,"
            " true, last_activity_at FROM tickets_ticket WHERE id > %s",
            [one.pk, ticket.pk],
        )


def test_ten_thousand_go_over_in_a_few_statements(ticket, gone, colleague, third):
    many(gone, ticket, 9_999)
    with CaptureQueriesContext(connection) as queries:
        assert hand_over(gone, to=third, by=colleague).all == 10_000
    assert len(queries) < 60
    assert Participant.objects.of(third).count() == 10_000
    assert Event.objects.filter(verb=VERB).count() == 10_000


def test_the_page_costs_the_same_for_many(ticket, gone, colleague):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert signed_in(colleague).get(path(gone)).status_code == 200
        return len(queries)

    cost()
    before = cost()
    many(gone, ticket, 200)
    assert cost() == before


def test_outsiders_and_agents_get_404_and_strangers_sign_in(
    ticket, gone, colleague, outsider, agent
):
    data = {"colleague": colleague.pk}
    for client in (signed_in(outsider), signed_in(agent)):
        for face in ("", "/desk"):
            assert client.get(path(gone, face)).status_code == 404
            assert client.post(path(gone, face), data).status_code == 404
    assert signed_in(colleague).post(path(gone, "/desk"), data).status_code == 404
    assert signed_in(colleague).get(f"/tickets/handover/{MISSING}/").status_code == 404
    for face in ("", "/desk"):
        answer = Client().post(path(gone, face), data)
        assert answer.headers["Location"].startswith("/sign-in/?next=")
        assert signed_in(colleague).put(path(gone, face)).status_code == 405
    assert not Event.objects.filter(verb=VERB).exists()
