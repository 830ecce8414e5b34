"""A word at closing and the text of a rating stay in the browser until they are sent."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from kundportal.people.models import Organisation
from kundportal.products.models import Product
from kundportal.tickets.models import Rating, Ticket
from tests.cast import PASSWORD, person
from tests.stories.examiner import Examiner

KARIN = "karin.berg@lerum.se"
COPIES = "Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length"
NUMBER = "850709-9805"


@pytest.fixture
def ticket(site, form) -> Ticket:
    cache.clear()
    karin = person("Karin Berg", KARIN, at=Organisation.objects.create(name="Lerums kommun"))
    made: Ticket = Ticket.objects.create_from_form(
        by=karin, form=form, product=Product.objects.create(name="Skolvalvet"),
        matter=form.matters.first(), title="Betyg", text="Det går inte.", once=uuid4(),
    )  # fmt: skip
    return made


@pytest.mark.django_db(transaction=True)
def test_a_word_at_the_end_is_not_lost(browser: Browser, site, ticket):
    examiner = Examiner()
    context = browser.new_context(base_url=site, locale="sv-SE")
    context.set_default_timeout(8000)
    page = context.new_page()
    examiner.watch(page)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"/sign-in/?next={ticket.url}")
    page.get_by_label("E-post", exact=True).fill(KARIN)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Logga in", exact=True).click()
    closes(page)
    assert asked == ["beforeunload"]
    rates(page, ticket)
    assert asked == ["beforeunload"] * 2
    assert examiner.consoles == []
    assert examiner.faults == []


def closes(page: Page) -> None:
    """With a reply in between, after leaving, and with a question on the way."""
    word, note = page.locator("#closure_text"), page.locator(".closing [data-draft-said]")
    page.get_by_text("Skriv några ord när du stänger").click()
    word.fill(f"Det gällde {NUMBER}")
    expect(note).to_contain_text("i den här webbläsaren")
    page.get_by_label("Ditt svar").fill("En sak till")
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.locator(".entry")).to_have_count(2)
    expect(word).to_have_value(f"Det gällde {NUMBER}")  # the column was put in anew
    page.reload()
    expect(word).to_be_visible()
    expect(word).to_have_value(f"Det gällde {NUMBER}")
    page.get_by_role("button", name="Markera som stängt").click()
    page.get_by_role("button", name="Maskera").click()
    expect(page.locator(".closing")).to_have_count(0)
    page.wait_for_function(f"{COPIES} === 0")


def rates(page: Page, ticket: Ticket) -> None:
    page.goto(f"{ticket.url}rating/")
    text = page.get_by_label("Med egna ord")
    text.fill("Snabbt och vänligt")
    page.reload()
    expect(text).to_have_value("Snabbt och vänligt")
    page.get_by_label("Bra", exact=True).check()
    page.get_by_role("button", name="Skicka omdömet").click()
    page.wait_for_url(f"**{ticket.url}")
    page.wait_for_function(f"{COPIES} === 0")
    assert Rating.objects.get().text == "Snabbt och vänligt"
