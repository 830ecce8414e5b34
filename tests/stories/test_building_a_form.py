"""An administrator builds a form, a customer fills it in, an agent moves the ticket to another."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Page, expect

from kundportal.people.models import Organisation, Role
from kundportal.products.models import Product
from kundportal.tickets.asking.questions import Kind
from kundportal.tickets.models import Answers, FormVersion, Ticket
from tests.cast import person
from tests.stories.examiner import Examiner, faults_in_html
from tests.stories.test_a_full_organisation import press, window
from tests.tickets.building import ask, publish


@pytest.fixture
def lerum(site, form, settings) -> Organisation:
    settings.STAFF_FACTOR = False  # the main loop signs staff in as they do for real
    cache.clear()
    lerum = Organisation.objects.create(name="Lerums kommun")
    person("Karin Berg", "karin.berg@lerum.se", at=lerum)
    bo = person("Bo Lind", "bo.lind@vendor.example", Role.ADMINISTRATOR)
    Product.objects.create(name="Skolvalvet")
    publish(
        bo, ask("hur", Kind.CHOICE, options=["plats", "distans"], of="matter", values=["order"]),
        ask("ort", required=True, of="hur", values=["plats"]), ask("sal"),
    )  # fmt: skip
    publish(bo, ask("sal"), ask("antal", Kind.NUMBER, required=True), slug="annat")
    return lerum


@pytest.mark.django_db(transaction=True)
def test_a_form_is_built_filled_in_and_exchanged(browser, site, sent, lerum, tmp_path):
    examiner = Examiner()
    Client().get("/sign-in/")  # the first page is slow: it loads all addresses and templates
    bo = window(browser, site, examiner, "bo.lind@vendor.example")
    builds(bo, examiner)
    karin = window(browser, site, examiner, "karin.berg@lerum.se")
    fills_in(karin, examiner)
    moves(bo, examiner)
    answers(karin, examiner)
    assert not examiner.faults, "\n".join(examiner.faults)
    assert not examiner.consoles, "\n".join(examiner.consoles)
    wrong = faults_in_html(sent.pages, tmp_path)
    assert not wrong, "\n".join(wrong)


def order_of(slug: str) -> list[str]:
    draft = FormVersion.objects.filter(form__slug=slug).latest("number")
    return [one.key for one in draft.all_questions]


def builds(bo: Page, examiner: Examiner) -> None:
    """By keyboard, by drag, and with the questions of a question following its kind."""
    bo.goto("/desk/forms/")
    examiner.look(bo)
    bo.goto("/desk/forms/bestallning/questions/new/")
    expect(bo.get_by_label("Val", exact=True)).to_be_hidden()
    bo.get_by_label("Typ av svar").select_option(label="Ett av flera val")
    bo.get_by_label("Fråga (Svenska)").fill("Vilken årskurs?")
    bo.get_by_label("Val", exact=True).fill("Ettan\nTvåan")
    bo.get_by_label("Visa frågan").select_option(label="för vissa typer av ärende")
    bo.get_by_label("Beställning").check()
    examiner.look(bo)
    press(bo, "Spara i utkastet")
    examiner.look(bo)
    bo.locator("#up-questions-vilken_arskurs").focus()
    bo.keyboard.press("Enter")
    expect(bo.locator("[data-order-status]")).to_have_text("”Vilken årskurs?” är nummer 3 av 4.")
    expect(bo.locator("#up-questions-vilken_arskurs")).to_be_focused()
    bo.set_viewport_size({"width": 1280, "height": 2400})
    with bo.expect_response("**/order/"):
        bo.locator("#question-vilken_arskurs [data-grip]").drag_to(
            bo.locator("#question-hur"), target_position={"x": 300, "y": 4}
        )
    expect(bo.locator("#questions li").first).to_contain_text("Vilken årskurs?")
    assert order_of("bestallning")[0] == "vilken_arskurs"
    bo.goto("/desk/forms/bestallning/preview/?organisation=Lerums+kommun")
    expect(bo.get_by_role("button", name="Skicka ärendet")).to_be_disabled()
    examiner.look(bo)
    bo.goto("/desk/forms/bestallning/")
    press(bo, "Publicera version 2")


def fills_in(karin: Page, examiner: Examiner) -> None:
    """What hangs on an answer comes and goes with it."""
    karin.goto("/tickets/new/bestallning/")
    expect(karin.get_by_label("Fråga ort")).to_be_hidden()
    karin.get_by_label("Produkt", exact=True).select_option(label="Skolvalvet")
    karin.get_by_label("Typ av ärende").select_option(label="Beställning")
    karin.get_by_label("Plats").check()
    karin.get_by_label("Fråga ort").fill("Lund")
    karin.get_by_label("Distans").check()
    expect(karin.get_by_label("Fråga ort")).to_be_hidden()
    karin.get_by_label("Plats").check()
    expect(karin.get_by_label("Fråga ort")).to_have_value("Lund")
    examiner.look(karin)
    karin.get_by_label("Fråga sal").fill("Sal 4")
    karin.get_by_label("Rubrik").fill("Utbildning")
    karin.get_by_label("Beskrivning").fill("I vår.")
    press(karin, "Skicka ärendet")
    expect(karin.locator("#answers")).to_contain_text("Lund")
    examiner.look(karin)


def moves(bo: Page, examiner: Examiner) -> None:
    ticket = Ticket.objects.get()
    bo.goto(f"/desk/tickets/{ticket.number}/form/?form=annat")
    examiner.look(bo)
    bo.get_by_label("Typ av ärende").select_option(index=1)
    press(bo, "Flytta ärendet till formuläret")
    examiner.look(bo)


def answers(karin: Page, examiner: Examiner) -> None:
    karin.reload()
    karin.locator("main").get_by_role("link", name="Svara på frågorna").first.click()
    examiner.look(karin)
    karin.get_by_label("Fråga antal").fill("12")
    press(karin, "Skicka svaren")
    expect(karin.locator("#answers")).to_contain_text("12")
    assert Answers.objects.get().values == {"sal": "Sal 4", "antal": "12"}
