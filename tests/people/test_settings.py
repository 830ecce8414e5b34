"""What a person sets for themselves, and finding one's way there."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kundportal.history.models import Event
from kundportal.people.models import Person
from tests.cast import PASSWORD, signed_in
from tests.people.conftest import GOOD, is_signed_in, latest_mail

DETAILS = {"name": "Karin Berg Ek", "phone": "070-123 45 67"}
PAGES = (
    "/settings/profile/",
    "/settings/language/",
    "/settings/notifications/",
    "/settings/password/",
    "/settings/factors/",
    "/settings/sessions/",
    "/settings/email/",
    "/settings/data/",
)


@pytest.fixture
def browser(customer):
    return signed_in(customer)


def links(page: str, around: str) -> list[str]:
    """Where the links of a part of the page lead."""
    part = re.search(rf'class="{around}.*?(</nav>|</main>)', page, re.DOTALL)
    return re.findall(r'href="(/[^"]+)"', part[0]) if part else []


@pytest.mark.parametrize("who", ["customer", "agent", "administrator"])
def test_every_page_of_the_settings_is_found_from_every_other(request, who):
    person = request.getfixturevalue(who)
    browser = signed_in(person)
    own = ("/settings/organisation/", "/settings/sight/") if person.is_customer else ()
    overview = browser.get("/settings/").content.decode()
    assert set(links(overview, "settings-overview")) == {*PAGES, *own}
    for path in PAGES:
        page = browser.get(path).content.decode()
        assert set(links(page, "settings-nav")) == {*PAGES, *own}, path
        here = re.findall(r'href="([^"]+)" aria-current="page"', page)
        assert path in here
        assert 'href="/settings/"' in page, "the way back where the others are hidden"


@pytest.mark.parametrize("who", ["customer", "administrator"])
def test_no_page_of_the_settings_asks_more_than_eight_questions(request, who):
    browser = signed_in(request.getfixturevalue(who))
    for path in ("/settings/", *PAGES):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path).status_code == 200
        assert len(queries) <= 8, (path, [one["sql"][:80] for one in queries])


def test_name_and_phone_are_kept(browser, customer):
    page = browser.post("/settings/profile/", DETAILS, follow=True).content.decode()
    assert "Dina uppgifter är sparade." in page
    assert 'value="Karin Berg Ek"' in page
    customer.refresh_from_db()
    assert (customer.name, customer.phone) == ("Karin Berg Ek", "070-123 45 67")
    assert Event.objects.filter(verb="person.details_updated", by=customer).count() == 1


def test_nothing_else_can_be_set(browser, customer, elsewhere):
    extra = {"role": "administrator", "organisation": elsewhere.pk, "email": "x@y.se"}
    browser.post("/settings/profile/", {**DETAILS, **extra})
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
    ],
)
def test_bad_input_is_an_error_and_changes_nothing(browser, customer, changed):
    response = browser.post("/settings/profile/", {**DETAILS, **changed})
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


def test_the_pages_are_for_whoever_is_signed_in(visitor, browser):
    assert visitor.get("/settings/").headers["Location"] == "/sign-in/?next=/settings/"
    for path in PAGES:
        assert visitor.get(path).headers["Location"] == f"/sign-in/?next={path}"
        assert visitor.post(path).status_code in {302, 405}
        assert browser.put(path).status_code == 405
    assert browser.post("/settings/", DETAILS).status_code == 405
