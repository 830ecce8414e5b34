"""How staff work on tickets, and what customers never see of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kundportal.history.models import Event
from kundportal.lib.paging import bounded_counts
from kundportal.mail.models import Mail
from kundportal.tickets.models import Handling, Note, Priority, State, Status
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

SECRET = "Kunden har rätt, det är vårt fel sedan version 4."


def test_the_queue_shows_what_is_due_first_on_top(create_ticket, customer, outsider, agent):
    create_ticket(customer, title="Senare")
    late = create_ticket(outsider, title="Försenat")
    Handling.objects.filter(ticket=late).update(due_at=timezone.now() - timedelta(hours=1))
    page = signed_in(agent).get("/desk/tickets/").content.decode()
    assert page.index("Försenat") < page.index("Senare")
    assert "is-late" in page


def test_views_of_the_queue_hold_their_part(create_ticket, customer, agent):
    create_ticket(customer, title="Ingens")
    create_ticket(customer, title="Mitt").handling.assign(to=agent, by=agent)
    create_ticket(customer, title="Besvarat").reply(by=agent, text="Svar", once=uuid4())
    create_ticket(customer, title="Färdigt").close(by=agent)
    client = signed_in(agent)

    def shown(view):
        page = client.get(f"/desk/tickets/?view={view}").content.decode()
        return {t for t in ("Ingens", "Mitt", "Besvarat", "Färdigt") if f">{t}</a>" in page}

    assert shown("mine") == {"Mitt"}
    assert shown("unassigned") == {"Ingens", "Besvarat"}
    assert shown("waiting-for-us") == {"Ingens", "Mitt"}
    assert shown("waiting-for-customer") == {"Besvarat"}
    assert shown("closed") == {"Färdigt"}
    assert shown("nonsense") == {"Ingens", "Mitt"}


def test_an_agent_takes_the_ticket(ticket, agent):
    signed_in(agent).post(f"{ticket.desk_url}assignment/", {"assignee": agent.pk})
    ticket.refresh_from_db()
    assert ticket.handling.assignee == agent
    assert ticket.status == Status.IN_PROGRESS


def test_an_agent_sets_the_priority(ticket, agent):
    signed_in(agent).post(f"{ticket.desk_url}priority/", {"priority": Priority.URGENT})
    assert Handling.objects.get().priority == Priority.URGENT
    assert Event.objects.get(verb="ticket.prioritised").data == {"was": 2, "now": 4}


@pytest.mark.parametrize("value", ["", "9", "abc", "-1", "\0"])
def test_a_priority_that_does_not_exist_is_an_error_at_the_field(ticket, agent, value):
    answer = signed_in(agent).post(f"{ticket.desk_url}priority/", {"priority": value})
    assert answer.status_code == 422
    assert Handling.objects.get().priority == Priority.NORMAL


def test_a_customer_can_not_be_put_in_charge(ticket, agent, customer):
    answer = signed_in(agent).post(f"{ticket.desk_url}assignment/", {"assignee": customer.pk})
    assert answer.status_code == 422
    with pytest.raises(PermissionDenied):
        ticket.handling.assign(to=customer, by=agent)


def test_a_note_is_written_once_and_mails_nobody(ticket, agent):
    Mail.objects.all().delete()
    client, once = signed_in(agent), str(uuid4())
    for _attempt in range(2):
        client.post(f"{ticket.desk_url}notes/", {"text": SECRET, "once": once})
    assert Note.objects.get().text == SECRET
    assert not Mail.objects.exists()
    assert SECRET in client.get(ticket.desk_url).content.decode()


def test_nothing_of_the_handling_reaches_a_customer(
    create_ticket, customer, colleague, agent, administrator
):
    ticket = create_ticket(customer, recipients=[colleague])
    ticket.handling.note(by=agent, text=SECRET, once=uuid4())
    ticket.handling.assign(to=administrator, by=agent)
    ticket.handling.prioritise(priority=Priority.URGENT, by=agent)
    ticket.reply(by=agent, text="Vi återkommer.", once=uuid4())
    for person in (customer, colleague):
        client = signed_in(person)
        for path in ("/", "/tickets/", ticket.url):
            page = client.get(path).content.decode()
            for hidden in (SECRET, administrator.name, "Akut", "riorit"):
                assert hidden not in page, (path, hidden)
    sent = "".join(mail.subject + mail.text + mail.html for mail in Mail.objects.all())
    assert SECRET not in sent
    assert "riorit" not in sent


def test_no_query_for_a_customer_joins_what_only_staff_may_see(
    ticket, customer, django_assert_max_num_queries
):
    client = signed_in(customer)
    for path in ("/", "/tickets/", ticket.url, "/tickets/new/sverige/"):
        with django_assert_max_num_queries(8) as seen:
            client.get(path)
        for query in seen:
            assert "tickets_handling" not in query["sql"]
            assert "tickets_note" not in query["sql"]


def test_an_agent_replies_and_says_who_acts_next(ticket, agent):
    client = signed_in(agent)
    looking = State.objects.special("investigation")
    client.post(f"{ticket.desk_url}replies/", {"text": "Vi letar.", "state": looking.pk})
    ticket.refresh_from_db()
    assert ticket.status == Status.IN_PROGRESS
    client.post(f"{ticket.desk_url}replies/", {"text": "Vilken skola?"})
    ticket.refresh_from_db()
    assert ticket.status == Status.WAITING


def test_an_empty_reply_keeps_the_page_with_the_error(ticket, agent):
    answer = signed_in(agent).post(f"{ticket.desk_url}replies/", {"text": ""})
    assert answer.status_code == 422
    assert 'id="reply_text-error"' in answer.content.decode()


def test_the_number_leads_to_the_ticket_however_it_is_typed(ticket, agent):
    client = signed_in(agent)
    typed = ticket.number.lower().replace("-", " ")
    assert client.get("/desk/tickets/", {"number": typed})["Location"] == ticket.desk_url
    wrong = ticket.number[:-1] + str((int(ticket.number[-1]) + 1) % 10)
    page = client.get("/desk/tickets/", {"number": wrong}).content.decode()
    assert "Kontrollera siffrorna" in page


def test_staff_who_follow_a_customers_link_land_at_the_desk(ticket, agent):
    assert signed_in(agent).get(ticket.url)["Location"] == ticket.desk_url


def test_the_queue_costs_the_same_for_one_row_and_for_fifty(
    create_ticket, customer, agent, django_assert_max_num_queries
):
    client = signed_in(agent)
    create_ticket(customer)
    with django_assert_max_num_queries(8) as one:
        client.get("/desk/tickets/")
    for _number in range(50):
        create_ticket(customer)
    with django_assert_max_num_queries(8) as many:
        client.get("/desk/tickets/")
    assert len(one) == len(many)


@pytest.mark.parametrize("act", ["", "replies/", "notes/", "assignment/", "priority/", "closure/"])
def test_customers_find_no_desk(ticket, customer, outsider, client, act):
    path = f"{ticket.desk_url}{act}"
    method = "post" if act else "get"
    for person in (customer, outsider):
        assert getattr(signed_in(person), method)(path, {"text": "x"}).status_code == 404
    assert getattr(client, method)(path)["Location"].startswith("/sign-in/")
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN
    assert ticket.messages.count() == 1


@pytest.mark.parametrize("act", ["replies/", "notes/", "assignment/", "priority/", "closure/"])
def test_a_get_acts_on_nothing(ticket, agent, act):
    assert signed_in(agent).get(f"{ticket.desk_url}{act}").status_code == 405


def test_staff_get_404_for_a_ticket_that_does_not_exist(agent, db):
    assert signed_in(agent).get("/desk/tickets/SE-0000-0000/").status_code == 404


def test_a_refused_form_says_so_first_in_the_pages_title(ticket, agent):
    refused = signed_in(agent).post(f"{ticket.desk_url}notes/", {"text": ""}).content.decode()
    assert "<title>Fel: " in refused
    assert "<title>Fel: " not in signed_in(agent).get(ticket.desk_url).content.decode()


def test_the_counts_beside_the_desk_are_those_of_its_views(create_ticket, customer, agent):
    create_ticket(customer)
    create_ticket(customer).handling.assign(to=agent, by=agent)
    create_ticket(customer).reply(by=agent, text="Svar", once=uuid4())
    create_ticket(customer).close(by=agent)
    counted = bounded_counts(Handling.objects.to_count(agent))
    assert counted == {view: Handling.objects.queue(view, agent)[0].count() for view in counted}
    assert counted == {
        "mine": 1, "unassigned": 2, "waiting-for-us": 2, "waiting-for-customer": 1
    }  # fmt: skip
