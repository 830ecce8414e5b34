"""Whoever is about to be signed out is told in time, and can stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from kundportal.people.models import Organisation, Role, Session
from tests.cast import PASSWORD, person
from tests.stories.examiner import Examiner

ANNA, KARIN = "anna.ek@vendor.example", "karin.berg@lerum.se"


@pytest.fixture
def people(site, settings) -> None:
    settings.STAFF_FACTOR = False  # how staff sign in is told elsewhere
    cache.clear()
    lerum = Organisation.objects.create(name="Lerums kommun")
    person("Karin Berg", KARIN, at=lerum)
    person("Anna Ek", ANNA, Role.AGENT)


def signed_in(browser: Browser, site: str, examiner: Examiner, email: str, at: str) -> Page:
    context = browser.new_context(base_url=site, locale="sv-SE")
    context.set_default_timeout(8000)
    page = context.new_page()
    examiner.watch(page)
    page.clock.install()
    page.goto(f"/sign-in/?next={at}")
    page.get_by_label("E-post", exact=True).fill(email)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Logga in", exact=True).click()
    page.wait_for_url(f"**{at}")  # with its scripts, which count from then on
    return page


def let_pass(page: Page, minutes: int, *, used: bool = False) -> None:
    """The time goes on, in the browser and for the session."""
    row = Session.objects.get(person__isnull=False)
    row.signed_in_at -= timedelta(minutes=minutes)
    if not used:
        row.last_used_at -= timedelta(minutes=minutes)
    row.expire_date = row._lasts_until()
    row.save()
    page.clock.fast_forward(minutes * 60_000)


@pytest.mark.django_db(transaction=True)
def test_staff_are_warned_stay_and_find_their_way_back(browser, site, people):
    examiner = Examiner()
    page = signed_in(browser, site, examiner, ANNA, "/desk/mail/")
    said, title = page.locator("[data-staying-words]"), page.title()
    expect(said).to_be_empty()
    let_pass(page, 56)
    expect(said).to_have_text(
        "Du loggas ut om 4 min, eftersom du inte har använt portalen på ett tag."
    )
    expect(page).to_have_title(f"Loggas ut om 4 min – {title}")
    examiner.look(page)
    page.get_by_role("button", name="Fortsätt vara inloggad").click()
    expect(said).to_be_empty()
    expect(page).to_have_title(title)
    let_pass(page, 50)
    with page.expect_response("**/sessions/staying/") as answer:
        page.clock.fast_forward(7 * 60_000)  # another window has used the session meanwhile
    assert answer.value.json()["left"] > 300
    page.evaluate("() => Promise.resolve()")  # what is done with the answer is done
    expect(said).to_be_empty()
    let_pass(page, 61)
    expect(said).to_contain_text("Du är utloggad.")
    expect(page).to_have_title(f"Utloggad – {title}")
    examiner.look(page)
    page.get_by_role("link", name="Logga in igen").click()
    page.get_by_label("E-post", exact=True).fill(ANNA)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Logga in", exact=True).click()
    expect(page).to_have_url(f"{site}/desk/mail/")
    assert not examiner.faults, "\n".join(examiner.faults)
    assert not examiner.consoles, "\n".join(examiner.consoles)


@pytest.mark.django_db(transaction=True)
def test_customers_are_warned_before_their_twelve_hours_are_over(browser, site, people):
    examiner = Examiner()
    page = signed_in(browser, site, examiner, KARIN, "/tickets/")
    said = page.locator("[data-staying-words]")
    let_pass(page, 11 * 60)
    expect(said).to_be_empty()
    let_pass(page, 57)
    expect(said).to_contain_text("Du loggas ut om 3 min, eftersom det då har gått 12 timmar")
    expect(page.get_by_role("button", name="Fortsätt vara inloggad")).to_be_hidden()
    examiner.look(page)
    assert not examiner.faults, "\n".join(examiner.faults)
    assert not examiner.consoles, "\n".join(examiner.consoles)
