"""A person changes the mail address that they sign in with."""

from __future__ import annotations

import pytest
from django.test import Client

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people.models import Person
from tests.cast import PASSWORD, signed_in
from tests.people.conftest import is_signed_in, link_in

PAGE = "/settings/email/"
NEW = "karin.ek@lillkoping.example"


@pytest.fixture
def browser(customer):
    return signed_in(customer)


@pytest.fixture
def link(browser):
    browser.post(PAGE, {"email": NEW, "old": PASSWORD})
    return link_in(Mail.objects.get(to=NEW))


def email_of(person: Person) -> str:
    return Person.objects.get(pk=person.pk).email


def test_the_address_is_changed_when_the_new_one_confirms_and_the_old_one_is_told(
    browser, customer, link
):
    elsewhere = signed_in(customer)
    assert email_of(customer) == "karin.berg@lillkoping.example"
    page = browser.get(link).content.decode()
    assert NEW in page
    assert email_of(customer) != NEW
    page = browser.post(link, follow=True).content.decode()
    assert "Din e-postadress är bytt." in page
    assert email_of(customer) == NEW
    assert is_signed_in(browser)
    assert not is_signed_in(elsewhere)
    told = Mail.objects.get(to="karin.berg@lillkoping.example")
    assert told.subject == "Din e-postadress till Kundportal är bytt"
    assert NEW in told.text
    assert Event.objects.get(verb="person.email_changed").by == customer


def test_the_old_address_takes_the_change_back(browser, customer, link, visitor):
    browser.post(link)
    back = link_in(Mail.objects.get(to="karin.berg@lillkoping.example"))
    response = visitor.post(back)
    assert response.headers["Location"] == "/sign-in/"
    assert email_of(customer) == "karin.berg@lillkoping.example"
    assert not is_signed_in(browser)
    assert visitor.post(back).status_code == 404


def test_both_links_are_secret_and_only_a_post_changes(browser, customer, link):
    assert browser.head(link).status_code == browser.get(link).status_code == 200
    assert email_of(customer) != NEW
    browser.post(link)
    assert not Mail.objects.filter(is_secret=False).exists()


def test_the_new_address_signs_in_and_the_old_one_does_not(browser, customer, link):
    browser.post(link)
    for email, status in ((NEW, 302), ("karin.berg@lillkoping.example", 422)):
        form = {"login": email, "password": PASSWORD}
        assert Client().post("/sign-in/", form).status_code == status


@pytest.mark.parametrize(
    ("email", "old"),
    [
        (NEW, "fel"),
        (NEW, ""),
        ("", PASSWORD),
        ("karin", PASSWORD),
        ("a\x00@lillkoping.example", PASSWORD),
        ("karin@gmail.com", PASSWORD),
        ("karin@storsund.example", PASSWORD),
        ("karin@xlillkoping.example", PASSWORD),
        ("KARIN.BERG@lillkoping.example", PASSWORD),
        ("x" * 300 + "@lillkoping.example", PASSWORD),
    ],
)
def test_without_the_password_or_away_from_the_employer_nothing_is_sent(browser, email, old):
    response = browser.post(PAGE, {"email": email, "old": old})
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert not Mail.objects.exists()


def test_every_mail_domain_of_the_organisation_will_do(browser, customer, municipality):
    municipality.mail_domains.create(domain="skola.example")
    response = browser.post(PAGE, {"email": "k@ost.skola.example", "old": PASSWORD})
    assert response.status_code == 302


def test_staff_stay_at_the_vendors_domain(agent):
    browser = signed_in(agent)
    for email, status in (("anna@vendor.example", 302), ("anna@lillkoping.example", 422)):
        assert browser.post(PAGE, {"email": email, "old": PASSWORD}).status_code == status


def test_an_address_that_somebody_has_gets_the_same_answer_and_no_mail(
    browser, customer, colleague
):
    answers = [
        browser.post(PAGE, {"email": email, "old": PASSWORD}) for email in (colleague.email, NEW)
    ]
    assert len({(one.status_code, one.headers["Location"]) for one in answers}) == 1
    assert [one.to for one in Mail.objects.all()] == [NEW]


def test_an_address_that_was_taken_meanwhile_stays_theirs(browser, customer, municipality, link):
    Person.objects.admit(email=NEW, name="Någon", organisation=municipality)
    assert browser.post(link).status_code == 404
    assert email_of(customer) == "karin.berg@lillkoping.example"


def test_of_two_links_the_first_that_is_used_counts(browser, customer, link):
    other = "karin@lillkoping.example"
    browser.post(PAGE, {"email": other, "old": PASSWORD})
    second = link_in(Mail.objects.get(to=other))
    assert browser.post(second).status_code == 302
    assert browser.post(link).status_code == 404
    assert email_of(customer) == other


@pytest.mark.parametrize("change", ["altered", "expired", "closed"])
def test_a_link_that_does_not_work_says_so(browser, visitor, customer, link, change, settings):
    if change == "altered":
        link = link[:-6] + "AAAAA/"
    elif change == "expired":
        settings.EMAIL_CHANGE_TIMEOUT = -1
    else:
        Person.objects.filter(pk=customer.pk).update(is_active=False)
    response = visitor.post(link)
    assert response.status_code == 404
    assert "Länken fungerar inte" in response.content.decode()
    assert email_of(customer) != NEW


def test_guessing_the_password_makes_a_pause(browser):
    answers = [browser.post(PAGE, {"email": NEW, "old": "fel"}).status_code for _try in range(6)]
    assert answers == [422] * 5 + [429]


def test_the_page_is_for_whoever_is_signed_in(visitor, browser):
    assert visitor.get(PAGE).headers["Location"].startswith("/sign-in/")
    assert visitor.post(PAGE, {}).headers["Location"].startswith("/sign-in/")
    assert browser.put(PAGE).status_code == 405
