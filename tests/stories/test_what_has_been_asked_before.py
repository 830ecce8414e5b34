"""Whoever begins to write what has been asked before is shown the old ticket, and need not ask."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from kundportal.people.models import Organisation
from kundportal.products.models import Product
from kundportal.tickets.models import Form, Solution, Ticket
from tests.cast import PASSWORD, person
from tests.stories.examiner import Examiner

KARIN = "karin.berg@lerum.se"


@pytest.fixture
def ticket(site: str, form: Form) -> Ticket:
    karin = person("Karin Berg", KARIN, at=Organisation.objects.create(name="Lerums kommun"))
    product = Product.objects.create(name="Skolvalvet")
    return Ticket.objects.create_from_form(
        by=karin, form=form, product=product, matter=form.matters.first(), once=uuid4(),
        title="Betygen går inte att spara", text="Fel 12 när vi sparar.",
    )  # fmt: skip


def test_a_title_that_was_written_before_shows_its_ticket(
    browser: Browser, site: str, ticket: Ticket
) -> None:
    context, examiner = browser.new_context(base_url=site, locale="sv-SE"), Examiner()
    context.set_default_timeout(8000)
    page = context.new_page()
    examiner.watch(page)
    page.goto("/sign-in/?next=/tickets/new/sverige/")
    page.get_by_label("E-post", exact=True).fill(KARIN)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Logga in", exact=True).click()
    page.get_by_label("Rubrik").press_sequentially("Betyget går inte spara")
    found = page.get_by_role("region", name="Ärenden som liknar ditt")
    expect(found.get_by_role("link", name=ticket.title)).to_be_visible()
    examiner.look(page)
    found.get_by_role("button", name="Det här löste det").click()
    expect(page.get_by_text("Inget ärende har skickats")).to_be_visible()
    assert [row["times"] for row in Solution.objects.since(days=1)] == [1]
    page.goto("/tickets/?q=spara&show=all")
    page.get_by_text("Filtrera och sortera").click()
    page.get_by_label("Vilkas ärenden").select_option("mine")
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page).to_have_url(re.compile("q=spara&whose=mine"))
    expect(page.get_by_role("link", name=ticket.title)).to_be_visible()
    examiner.look(page)
