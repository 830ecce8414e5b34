"""What a person wants to be told by mail, and that it is so."""

from __future__ import annotations

from uuid import uuid4

import pytest

from kundportal.access.models import AccessRequest
from kundportal.access.states import State
from kundportal.history.models import Event
from kundportal.lib import dates
from kundportal.mail.models import Mail
from kundportal.people.models import Person
from tests.cast import signed_in
from tests.house.conftest import apply

PAGE = "/settings/notifications/"


def only_in_portal(*people: Person) -> None:
    for one in people:
        one.choose_notifications(notify_replies="portal")


def mails_to(person: Person) -> list[str]:
    return list(Mail.objects.filter(to=person.email).order_by("pk").values_list("key", flat=True))


def test_a_choice_is_kept_and_recorded(customer):
    page = signed_in(customer).post(PAGE, {"notify_replies": "portal"}, follow=True)
    assert "Ditt val är sparat." in page.content.decode()
    customer.refresh_from_db()
    assert not customer.wants_replies_mailed
    assert Event.objects.get(verb="person.notifications_chosen").data == {
        "notify_replies": "portal"
    }


@pytest.mark.parametrize("sent", [{}, {"notify_replies": "x"}, {"notify_replies": "\x00"}])
def test_what_is_not_offered_is_an_error_and_changes_nothing(customer, sent):
    assert signed_in(customer).post(PAGE, sent).status_code == 422
    assert Person.objects.get(pk=customer.pk).wants_replies_mailed


def test_replies_and_closings_are_mailed_only_to_those_who_want_them(
    create_ticket, customer, colleague, agent
):
    only_in_portal(colleague)
    ticket = create_ticket(customer, recipients=[colleague])
    assert len(mails_to(colleague)) == 1
    ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    ticket.close(by=agent)
    assert [key.split(":")[0] for key in mails_to(customer)] == ["thread", "told", "told"]
    assert len(mails_to(colleague)) == 1
    [place] = ticket.participants.filter(person=colleague)
    assert place.unread == 2, "it stands in the portal all the same"


def test_whoever_handles_a_ticket_chooses_too(ticket, customer, agent):
    ticket.handling.assign(to=agent, by=agent)
    ticket.reply(by=customer, text="Det händer igen.", once=uuid4())
    only_in_portal(agent)
    ticket.handling.refresh_from_db()
    ticket.reply(by=customer, text="Och igen.", once=uuid4())
    assert len(mails_to(agent)) == 1


def test_a_mail_that_can_be_stopped_says_where(ticket, customer, agent):
    ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    mail = Mail.objects.filter(to=customer.email).latest("pk")
    for part in (mail.text, mail.html):
        assert f"http://localhost:8000{PAGE}" in part
        assert "Välj vad vi mejlar dig" in part


def test_a_mail_about_security_comes_whatever_is_chosen(customer):
    only_in_portal(customer)
    assert customer.choose_password(password="en annan fras om våren")
    mail = Mail.objects.get(to=customer.email)
    assert mail.subject == "Ditt lösenord till Kundportal är bytt"
    assert PAGE not in mail.text
    assert "Det här mejlar vi dig alltid" in signed_in(customer).get(PAGE).content.decode()


def test_administrators_choose_for_new_applications_but_reminders_always_come(administrator, db):
    administrator.choose_notifications(notify_applications="portal")
    waiting = apply("eva.ost@lillkoping.example").confirm()
    assert mails_to(administrator) == []
    AccessRequest.objects.update(remind_on=dates.today())
    waiting.remind()
    assert [key.split(":")[2] for key in mails_to(administrator)] == ["still-to-decide"]


def test_an_application_that_comes_back_for_a_free_seat_is_mailed_by_the_same_choice(
    administrator, municipality
):
    administrator.choose_notifications(notify_applications="portal")
    waiting = apply("eva.ost@lillkoping.example").confirm()
    AccessRequest.objects.update(state=State.SEATLESS, organisation=municipality)
    AccessRequest.objects.get(pk=waiting.pk).offer_seat()
    assert mails_to(administrator) == []


@pytest.mark.parametrize(
    ("who", "kinds"),
    [("customer", 1), ("agent", 1), ("administrator", 2)],
)
def test_only_switches_that_do_something_are_shown(request, who, kinds):
    page = signed_in(request.getfixturevalue(who)).get(PAGE).content.decode()
    assert page.count("<fieldset") == kinds


def test_a_kind_that_does_not_concern_the_person_can_not_be_set(customer):
    sent = {"notify_replies": "at_once", "notify_applications": "portal"}
    signed_in(customer).post(PAGE, sent)
    assert Person.objects.get(pk=customer.pk).wants_applications_mailed


def test_the_page_is_for_whoever_is_signed_in(visitor, customer):
    assert visitor.get(PAGE).headers["Location"].startswith("/sign-in/")
    assert visitor.post(PAGE).headers["Location"].startswith("/sign-in/")
    assert signed_in(customer).put(PAGE).status_code == 405
