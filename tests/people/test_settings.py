"""What a person sets for themselves."""

from __future__ import annotations

import pytest

from kundportal.people.models import Person
from tests.cast import PASSWORD, signed_in
from tests.people.conftest import GOOD, is_signed_in, latest_mail

DETAILS = {"name": "Karin Berg Ek", "phone": "070-123 45 67", "language": "en"}


@pytest.fixture
def browser(customer):
    return signed_in(customer)


def test_name_phone_and_language_are_kept(browser, customer):
    page = browser.post("/settings/", DETAILS, follow=True)
    assert "Your details are saved." in page.content.decode()
    assert '<html lang="en">' in page.content.decode()
    customer.refresh_from_db()
    assert (customer.name, customer.phone) == ("Karin Berg Ek", "070-123 45 67")


def test_nothing_else_can_be_set(browser, customer, elsewhere):
    extra = {"role": "administrator", "organisation": elsewhere.pk, "email": "x@y.se"}
    browser.post("/settings/", {**DETAILS, **extra})
    after = Person.objects.get(pk=customer.pk)
    assert (after.role, after.organisation, after.email) == (
        customer.role,
        customer.organisation,
        customer.email,
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 121},
        {"name": "a\x00"},
        {"phone": "ring"},
        {"phone": "1\x00234567"},
        {"language": "xx"},
        {"language": ""},
    ],
)
def test_bad_input_is_an_error_and_changes_nothing(browser, customer, changed):
    response = browser.post("/settings/", {**DETAILS, **changed})
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert Person.objects.get(pk=customer.pk).name == customer.name


def test_the_password_is_changed_by_whoever_knows_the_old_one(browser, customer):
    elsewhere = signed_in(customer)
    page = browser.post("/settings/password/", {"old": PASSWORD, "password": GOOD}, follow=True)
    assert "Ditt lösenord är bytt." in page.content.decode()
    assert Person.objects.get(pk=customer.pk).check_password(GOOD)
    assert is_signed_in(browser)
    assert not is_signed_in(elsewhere)
    assert latest_mail(customer).subject == "Ditt lösenord till Kundportal är bytt"


@pytest.mark.parametrize(
    "form",
    [
        {"old": "fel", "password": GOOD},
        {"old": "", "password": GOOD},
        {"old": PASSWORD, "password": "kort"},
        {"old": PASSWORD, "password": "Karin2026!"},
        {"old": "\x00", "password": "\x00"},
    ],
)
def test_a_wrong_old_or_a_bad_new_password_changes_nothing(browser, customer, form):
    assert browser.post("/settings/password/", form).status_code == 422
    assert Person.objects.get(pk=customer.pk).check_password(PASSWORD)


def test_guessing_the_old_password_makes_a_pause(browser):
    form = {"old": "fel", "password": GOOD}
    answers = [browser.post("/settings/password/", form).status_code for _time in range(6)]
    assert answers == [422] * 5 + [429]


def test_staff_have_the_page_too(agent):
    page = signed_in(agent).get("/settings/").content.decode()
    assert agent.email in page


def test_the_page_is_for_whoever_is_signed_in(visitor, browser):
    assert visitor.get("/settings/").headers["Location"] == "/sign-in/?next=/settings/"
    assert visitor.post("/settings/", DETAILS).headers["Location"].startswith("/sign-in/")
    assert visitor.post("/settings/password/", {}).headers["Location"].startswith("/sign-in/")
    assert browser.get("/settings/password/").status_code == 405
    assert browser.put("/settings/").status_code == 405
