"""An editor writes, a lead publishes, a customer reads, and what was wrong is taken back."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, expect

from kundportal.knowledge.models import Category
from kundportal.people.models import Role
from tests.cast import person
from tests.stories.examiner import Examiner, faults_in_html
from tests.stories.test_a_full_organisation import press, window

TEXT = """Så här byter du lösenord.

::: steps
1. Öppna **Inställningar**.
2. Välj *Lösenord*.
:::

## Om det inte går

Be en kollega om hjälp."""


@pytest.fixture
def staff(site, settings) -> None:
    settings.STAFF_FACTOR = False  # the main loop signs staff in as they do for real
    cache.clear()
    person("Anna Ek", "anna.ek@vendor.example", Role.AGENT)
    person("Lena Dahl", "lena.dahl@vendor.example", Role.LEAD)
    Category.objects.create(key="konto", names={"sv": "Konto", "en": "Account"})


def picture() -> dict[str, object]:
    target = BytesIO()
    Image.new("RGB", (320, 180), "teal").save(target, "PNG")
    return {"name": "Skärmbild.png", "mimeType": "image/png", "buffer": target.getvalue()}


def writes(anna: Page, examiner: Examiner) -> None:
    anna.goto("/desk/knowledge/new/")
    examiner.look(anna)
    anna.get_by_label("Rubrik").fill("Byt lösenord")
    anna.get_by_label("Kategori").select_option(label="Konto")
    press(anna, "Börja skriva")
    anna.get_by_label("Text", exact=True).fill(TEXT)
    anna.locator("input[type=file]").set_input_files([picture()])
    anna.get_by_role("button", name="Infoga i texten").click()
    anna.keyboard.type("Rutan för lösenord")
    expect(anna.get_by_label("Text", exact=True)).to_have_value(
        re.compile(r"!\[Rutan för lösenord\]\(file:skarmbild\.png\)")
    )
    press(anna, "Förhandsgranska")
    expect(anna.locator(".preview img")).to_have_attribute("alt", "Rutan för lösenord")
    examiner.look(anna)
    press(anna, "Spara versionen")
    examiner.look(anna)
    expect(anna.get_by_role("button", name="Publicera nu")).to_have_count(0)
    press(anna, "Be om granskning")


def publishes(lena: Page, examiner: Examiner) -> str:
    lena.goto("/notifications/")
    lena.get_by_text("ber dig granska texten").first.click()
    lena.goto("/desk/knowledge/?view=review")
    examiner.look(lena)
    lena.get_by_role("link", name="Byt lösenord").click()
    examiner.look(lena)
    lena.get_by_role("link", name="Svenska (originalet)").click()
    press(lena, "Publicera nu")
    address = lena.get_by_role("link", name="Läs den som läsarna gör").get_attribute("href")
    assert address
    return address


def translates(lena: Page, examiner: Examiner) -> None:
    """The original stands beside the form."""
    lena.get_by_role("link", name="Allt om artikeln").click()
    lena.get_by_role("link", name="English").click()
    expect(lena.get_by_role("heading", name="Originalet")).to_be_visible()
    lena.get_by_label("Rubrik").fill("Change password")
    lena.get_by_label("Text", exact=True).fill("This is how.")
    examiner.look(lena)
    press(lena, "Spara versionen")
    press(lena, "Publicera nu")


def spoils_and_rolls_back(lena: Page, examiner: Examiner) -> None:
    text = lena.url.replace("/en/", "/sv/")
    lena.goto(f"{text}writing/")
    lena.get_by_label("Text", exact=True).fill("Allt är fel.")
    press(lena, "Spara versionen")
    press(lena, "Publicera nu")
    lena.goto(text.replace("/sv/", "/en/"))
    expect(lena.get_by_text("Äldre än originalet")).to_be_visible()
    examiner.look(lena)
    lena.goto(f"{text}versions/2/")
    examiner.look(lena)
    press(lena, "Publicera den här texten igen")


@pytest.mark.django_db(transaction=True)
def test_an_article_is_written_published_read_and_taken_back(browser, site, sent, staff, tmp_path):
    examiner = Examiner()
    Client().get("/sign-in/")  # the first page is slow: it loads all addresses and templates
    writes(window(browser, site, examiner, "anna.ek@vendor.example"), examiner)
    lena = window(browser, site, examiner, "lena.dahl@vendor.example")
    address = publishes(lena, examiner)
    karin = window(browser, site, examiner)
    karin.goto(address)
    expect(karin.get_by_role("img", name="Rutan för lösenord")).to_be_visible()
    translates(lena, examiner)
    spoils_and_rolls_back(lena, examiner)
    karin.goto(address)
    expect(karin.get_by_text("Be en kollega om hjälp.")).to_be_visible()
    lena.goto("/desk/knowledge/categories/")
    examiner.look(lena)
    assert not examiner.faults, "\n".join(examiner.faults)
    assert not examiner.consoles, "\n".join(examiner.consoles)
    wrong = faults_in_html(sent.pages, tmp_path)
    assert not wrong, "\n".join(wrong)
