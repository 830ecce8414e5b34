"""How each person chooses to be told, of each kind that concerns them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from kundportal.access.models import AccessRequest
from kundportal.access.states import State
from kundportal.history.models import Event
from kundportal.lib import dates
from kundportal.mail.models import Mail
from kundportal.notifications.choosing import choose
from kundportal.notifications.models import Kind, Notification
from kundportal.people.models import Notify, Person, Role
from tests.cast import person, signed_in
from tests.house.conftest import apply
from tests.notifications.conftest import wants

PAGE = "/settings/notifications/"


def mails_to(person: Person) -> list[str]:
    return list(Mail.objects.filter(to=person.email).order_by("pk").values_list("key", flat=True))


def test_a_choice_is_kept_and_recorded_once(customer):
    sent = {"replies": "portal", "named": "at_once", "articles": "at_once"}
    for _ in range(2):
        page = signed_in(customer).post(PAGE, sent, follow=True)
        assert "Ditt val är sparat." in page.content.decode()
    customer.refresh_from_db()
    assert (customer.notify_replies, customer.notify_named) == ("portal", "at_once")
    [event] = Event.objects.filter(verb="person.notifications_chosen")
    assert event.data == {"notify_replies": "portal"}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"replies": "x", "named": "portal", "articles": "portal"},
        {"replies": "\x00"},
        {"replies": "portal"},
    ],
)
def test_what_is_not_offered_is_an_error_and_changes_nothing(customer, sent):
    answer = signed_in(customer).post(PAGE, sent)
    assert answer.status_code == 422
    assert "Det finns något att rätta" in answer.content.decode()
    assert Person.objects.get(pk=customer.pk).notify_replies == "at_once"


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.CUSTOMER, ["replies", "named", "articles"]),
        (Role.AGENT, ["replies", "assigned", "new_tickets", "articles"]),
        (Role.CONSULTANT, ["replies", "assigned", "new_tickets", "articles"]),
        (Role.LEAD, ["replies", "assigned", "new_tickets", "ratings", "articles"]),
        (Role.ADMINISTRATOR, ["replies", "assigned", "new_tickets", "applications", "articles"]),
    ],
)
def test_only_kinds_that_concern_the_reader_are_shown(municipality, role, kinds):
    at = municipality if role == Role.CUSTOMER else None
    page = signed_in(person("Åsa", "asa@lillkoping.example", role, at)).get(PAGE).content.decode()
    assert page.count("<fieldset") == len(kinds)
    for kind in kinds:
        assert f'name="{kind}"' in page


def test_a_kind_that_does_not_concern_the_person_can_not_be_set(customer):
    sent = {"replies": "at_once", "named": "at_once", "applications": "portal"}
    signed_in(customer).post(PAGE, sent)
    assert Person.objects.get(pk=customer.pk).notify_applications == "at_once"


def test_what_is_told_only_in_the_portal_is_no_mail(tell, ticket, customer):
    wants(customer, Notify.PORTAL, "replies")
    before = mails_to(customer)
    row = tell(customer, ticket)
    assert (row.how, row.due_at) == ("portal", None)
    assert mails_to(customer) == before
    assert tell(customer, ticket, kind=Kind.NAMED).how == "at_once", "each kind for itself"


def test_another_choice_holds_for_what_waits_and_for_that_kind_alone(
    tell, ticket, customer, settings
):
    settings.GATHER_SECONDS = 120
    wants(customer, Notify.DIGEST, "replies", "named")
    waiting, other = tell(customer, ticket), tell(customer, ticket, kind=Kind.NAMED)
    assert choose(customer, {"replies": Notify.PORTAL}) == {"replies": Notify.DIGEST}
    waiting.refresh_from_db()
    assert (waiting.how, waiting.due_at) == ("portal", None)
    assert Notification.objects.waiting().get() == other
    choose(customer, {"named": Notify.AT_ONCE})
    assert Notification.objects.due().get() == other, "now, and not in two minutes"
    choose(customer, {"named": Notify.DIGEST})
    assert not Notification.objects.due().exists()


def test_a_mail_about_security_comes_whatever_is_chosen(customer):
    wants(customer, Notify.PORTAL, "replies", "named")
    assert customer.choose_password(password="en annan fras om våren")
    mail = Mail.objects.get(to=customer.email)
    assert mail.subject == "Ditt lösenord till Kundportal är bytt"
    assert PAGE not in mail.text
    assert mail.unsubscribe == ""
    assert "Det här mejlar vi dig alltid" in signed_in(customer).get(PAGE).content.decode()


def test_administrators_choose_for_new_applications_but_reminders_always_come(administrator):
    wants(administrator, Notify.PORTAL, "applications")
    waiting = apply("eva.ost@lillkoping.example").confirm()
    assert mails_to(administrator) == []
    assert "Eva Öst" in Notification.objects.of(administrator).get().news.lead
    AccessRequest.objects.update(remind_on=dates.today())
    waiting.remind()
    assert [key.split(":")[2] for key in mails_to(administrator)] == ["still-to-decide"]


def test_an_application_that_comes_back_for_a_free_seat_is_told_by_the_same_choice(
    administrator, municipality
):
    wants(administrator, Notify.PORTAL, "applications")
    waiting = apply("eva.ost@lillkoping.example").confirm()
    AccessRequest.objects.update(state=State.SEATLESS, organisation=municipality)
    AccessRequest.objects.get(pk=waiting.pk).offer_seat()
    assert mails_to(administrator) == []


def test_an_application_that_is_decided_is_in_nobodys_digest(administrator):
    other = person("Lo Ek", "lo.ek@vendor.example", Role.ADMINISTRATOR)
    wants(other, Notify.DIGEST, "applications")
    waiting = apply("eva.ost@lillkoping.example").confirm()
    assert Notification.objects.of(other).waiting().exists()
    waiting.decline(by=administrator, reason="other", words="Nej")
    assert not Notification.objects.of(other).waiting().exists()
    assert not Notification.objects.about(waiting).unread().exists()


def test_an_application_is_mailed_with_its_facts_and_the_way_to_stop_such_mails(administrator):
    apply("eva.ost@lillkoping.example").confirm()
    mail = Mail.objects.get(to=administrator.email)
    assert "Ansökan om åtkomst: Lillköpings kommun" in mail.subject
    for words in ("Eva Öst ansöker", "Systemförvaltare", "Vi har lovat", "Välj vad vi mej"):
        assert words in mail.text
    assert "/notifications/stopping/" in mail.unsubscribe


def test_whoever_decides_no_more_is_not_mailed_of_applications(administrator, settings):
    settings.GATHER_SECONDS = 120
    apply("eva.ost@lillkoping.example").confirm()
    Person.objects.filter(pk=administrator.pk).update(role=Role.AGENT)
    choose(administrator, {"applications": Notify.DIGEST})
    choose(administrator, {"applications": Notify.AT_ONCE})
    settings.GATHER_SECONDS = 0
    Notification.objects.get().queue_mail()
    assert mails_to(administrator) == []


def test_the_page_is_for_whoever_is_signed_in(customer):
    assert Client().get(PAGE).headers["Location"].startswith("/sign-in/")
    assert Client().post(PAGE).headers["Location"].startswith("/sign-in/")
    assert signed_in(customer).put(PAGE).status_code == 405


def test_a_reply_marks_what_stood_above_as_read(tell, ticket, customer, agent):
    for one in (customer, agent):
        tell(one, ticket)
    ticket.reply(by=agent, text="Vi tittar.", once=uuid4())
    assert not Notification.objects.of(agent).unread().exists()
    assert Notification.objects.of(customer).unread().exists()
