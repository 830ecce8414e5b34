"""A mail is stopped by one click in the mail program, or by a button on a page."""

from __future__ import annotations

import re

import pytest
from django.core import signing
from django.test import Client

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.notifications import stopping
from kundportal.notifications.digesting import digest
from kundportal.notifications.models import Kind, Notification
from kundportal.people.models import Notify, Person
from tests.notifications.conftest import wants

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def address(tell, ticket, customer) -> str:
    """As the header of a mail carries it."""
    tell(customer, ticket)
    headers = Mail.objects.latest("pk").message().message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return re.fullmatch(r"<http://localhost:8000(/.+)>", headers["List-Unsubscribe"])[1]


@pytest.fixture
def mail_program() -> Client:
    """Posts with neither cookie nor token, and any host's form is as good as ours."""
    return Client(enforce_csrf_checks=True)


def now(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_one_click_in_the_mail_program_stops_the_kind_and_nothing_else(
    mail_program, address, customer
):
    for _ in range(2):
        assert mail_program.post(address, ONE_CLICK).status_code == 200
    assert (now(customer).notify_replies, now(customer).notify_named) == ("portal", "at_once")
    assert Event.objects.filter(verb="person.notifications_chosen").count() == 1


def test_whoever_looks_after_the_click_learns_that_it_is_done_and_can_undo_it(
    mail_program, address, customer
):
    mail_program.post(address, ONE_CLICK)
    page = mail_program.get(address).content.decode()
    assert "Mejlen är stoppade" in page
    assert "<li>Svar</li>" in page
    assert "Få mejl igen" in page
    back = re.search(r'action="(/notifications/stopping/[^"]+)"', page)[1]
    assert mail_program.get(address).status_code == 200
    assert now(customer).notify_replies == "portal", "looking changes nothing"
    mail_program.post(back)
    assert now(customer).notify_replies == "at_once"
    assert "Sluta skicka de här mejlen" in mail_program.get(address).content.decode()


def test_the_page_asks_first_and_looking_changes_nothing(mail_program, address, customer):
    page = mail_program.get(address).content.decode()
    assert "Sluta skicka de här mejlen" in page
    assert "<li>Svar</li>" in page
    assert customer.email in page
    assert now(customer).notify_replies == "at_once"


def test_the_page_is_in_the_language_of_the_mail(mail_program, address, customer):
    customer.choose_language("en")
    assert "Stop these mails" in mail_program.get(address).content.decode()


def test_it_can_be_undone_where_it_was_done(mail_program, address, customer):
    wants(customer, Notify.DIGEST, "replies")
    page = mail_program.post(address).content.decode()
    back = re.search(r'action="(/notifications/stopping/[^"]+)"', page)[1]
    assert "Få mejl igen" in mail_program.get(back).content.decode()
    assert now(customer).notify_replies == "portal"
    assert "Du får mejl igen" in mail_program.post(back).content.decode()
    assert now(customer).notify_replies == "digest"


def test_the_click_in_a_digest_stops_all_that_comes_in_it(mail_program, tell, ticket, customer):
    wants(customer, Notify.DIGEST, "replies")
    tell(customer, ticket)
    Notification.objects.update(due_at="2026-01-01T00:00Z")
    url = digest(customer.pk).unsubscribe.removeprefix("http://localhost:8000")
    assert "<li>Svar</li>" in mail_program.get(url).content.decode()
    mail_program.post(url, ONE_CLICK)
    assert (now(customer).notify_replies, now(customer).notify_named) == ("portal", "at_once")
    assert Notify.DIGEST not in (now(customer).notify_replies, now(customer).notify_named)
    page = mail_program.get(url).content.decode()
    assert "Mejlen är stoppade" in page
    mail_program.post(re.search(r'action="(/notifications/stopping/[^"]+)"', page)[1])
    assert (now(customer).notify_replies, now(customer).notify_named) == ("digest", "at_once")


def test_a_digest_that_nothing_comes_in_any_more_says_so(mail_program, tell, ticket, customer):
    wants(customer, Notify.DIGEST, "replies")
    tell(customer, ticket)
    Notification.objects.update(due_at="2026-01-01T00:00Z")
    url = digest(customer.pk).unsubscribe.removeprefix("http://localhost:8000")
    wants(customer, Notify.AT_ONCE, "replies")
    assert "inget att stoppa" in mail_program.get(url).content.decode()


def test_what_waits_is_not_mailed_any_more(mail_program, tell, ticket, customer, settings, address):
    settings.GATHER_SECONDS = 120
    tell(customer, ticket)
    mail_program.post(address, ONE_CLICK)
    assert not Notification.objects.waiting().exists()


def test_it_is_void_when_the_person_has_another_address(mail_program, address, customer):
    assert customer.change_email(email="karin.ny@lillkoping.example")
    assert mail_program.post(address, ONE_CLICK).status_code == 404
    assert "Länken fungerar inte" in mail_program.get(address).content.decode()
    assert now(customer).notify_replies == "at_once"


def test_it_is_void_when_the_person_has_no_access_any_more(mail_program, address, customer):
    customer.leave(keep_seat=False)
    assert mail_program.get(address).status_code == 404


@pytest.mark.parametrize(
    "token", ["x", "x" * 3000, "W10:1:x", signing.dumps([1, "x", {}]), "a%00b", "%FF"]
)
def test_what_we_have_not_signed_does_nothing(mail_program, customer, token):
    for answer in (mail_program.get, mail_program.post):
        assert answer(f"/notifications/stopping/{token}/").status_code == 404


def test_it_lasts_for_a_year_and_fits_in_the_row(address, customer, monkeypatch):
    whole = stopping.address_for(customer, list(Kind))
    assert len(whole) < Mail._meta.get_field("unsubscribe").max_length
    real = signing.time.time
    for days, is_good in ((365, True), (401, False)):
        monkeypatch.setattr(signing.time, "time", lambda days=days: real() + days * 86400)
        token = address.rstrip("/").split("/")[-1]
        assert (stopping.read(token) is not None) == is_good


def test_other_methods_are_refused(mail_program, address):
    assert mail_program.put(address).status_code == 405
