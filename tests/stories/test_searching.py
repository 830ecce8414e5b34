"""A customer searches with a typing error and reads the answer; another one spares a ticket."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from kundportal.knowledge.models import Article, Category
from kundportal.people.models import Organisation, Role
from kundportal.products.models import Product
from kundportal.search import jobs
from kundportal.tickets.models import Solution
from tests.cast import PASSWORD, person
from tests.stories.examiner import Examiner

KARIN = "karin.berg@lerum.se"
ARTICLES = {
    "Byt lösenord": "Välj Inställningar och sedan Lösenord. Skriv det nya lösenordet två gånger.",
    "Lås upp betygen": "Betygen går inte att spara när perioden är låst. Lås upp den.",
    "Skriv ut schemat": "Schemat skrivs ut per klass, per lärare eller per sal.",
}


@pytest.fixture
def articles(site, form) -> None:
    cache.clear()
    person("Karin Berg", KARIN, at=Organisation.objects.create(name="Lerums kommun"))
    lead = person("Sara Nord", "sara.nord@vendor.example", Role.LEAD)
    product = Product.objects.create(name="Skolvalvet")
    place = Category.objects.create(key="skolvalvet", names={"sv": "Skolvalvet"}, product=product)
    for title, text in ARTICLES.items():
        article = Article.objects.begin(category=place, language="sv", by=lead)
        article.in_language("sv").write(by=lead, title=title, text=text).publish(by=lead)
    jobs.read()


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_found_before_a_ticket_is_sent(browser: Browser, site, articles):
    examiner = Examiner()
    context = browser.new_context(base_url=site, locale="sv-SE")
    context.set_default_timeout(8000)
    page = context.new_page()
    examiner.watch(page)
    page.goto("/sign-in/?next=/")
    page.get_by_label("E-post", exact=True).fill(KARIN)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Logga in", exact=True).click()
    searches(page, examiner)
    is_spared_a_ticket(page, examiner)
    assert examiner.consoles == []
    assert examiner.faults == []


def searches(page: Page, examiner: Examiner) -> None:
    """By keyboard, with a letter wrong; first all that is found, then the first while typing."""
    box = page.get_by_role("combobox", name="Sök", exact=True)
    box.focus()
    page.keyboard.type("byta lössenord")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Sök: byta lössenord"))
    expect(page.get_by_text("Menade du byta lösenord?")).to_be_visible()
    expect(page.locator(".row-title mark").first).to_have_text("Byt")
    examiner.look(page)
    box = page.get_by_role("combobox", name="Sök svar")
    box.fill("lösenor")
    option = page.get_by_role("option", name="Byt lösenord")
    expect(option).to_be_visible()
    expect(page.locator("#find-said")).to_contain_text("förslag")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    examiner.look(page)
    page.keyboard.press("Escape")
    expect(option).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Byt lösenord")).to_be_visible()


def is_spared_a_ticket(page: Page, examiner: Examiner) -> None:
    page.goto("/tickets/new/sverige/?title=Betygen")
    expect(page.get_by_label("Rubrik")).to_have_value("Betygen")
    page.get_by_label("Rubrik").press_sequentially(" går inte att spara")
    found = page.get_by_role("region", name="Artiklar som kan ge svar")
    expect(found.get_by_role("link", name="Lås upp betygen")).to_be_visible()
    examiner.look(page)
    found.get_by_role("button", name="Det här löste det").first.click()
    expect(page.get_by_text("Inget ärende har skickats")).to_be_visible()
    (solved,) = Solution.objects.since(days=1)
    assert solved["url"].startswith("/knowledge/sv/")
