"""Somebody is sent the link, applies to a full organisation, and gets the seat of another."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from kundportal.access.jobs import offer_free_seats
from kundportal.access.models import AccessRequest
from kundportal.people.models import Organisation, Person, Role
from tests.cast import PASSWORD, person
from tests.stories.examiner import Examiner, faults_in_html

EVA = "eva.ost@lerum.se"


def window(browser: Browser, site: str, examiner: Examiner, email: str = "") -> Page:
    context = browser.new_context(base_url=site, locale="sv-SE")
    context.set_default_timeout(8000)
    page = context.new_page()
    examiner.watch(page)
    if email:
        page.goto("/sign-in/")
        page.get_by_label("E-post", exact=True).fill(email)
        page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
        press(page, "Logga in")
    return page


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def eva_applies() -> AccessRequest:
    application = AccessRequest.objects.apply(
        country="SE", name="Eva Öst", email=EVA, phone="0302-52 10 00", language="sv",
        organisation_name="Lerums kommun", title="Systemförvaltare",
        appointed_by="Per Lund, skolchef", once=uuid4(),
    )  # fmt: skip
    return application.confirm()


@pytest.fixture
def lerum(site, settings) -> Organisation:
    """An organisation of two seats, both taken."""
    settings.STAFF_FACTOR = False  # the main loop signs staff in as they do for real
    cache.clear()
    lerum = Organisation.objects.create(name="Lerums kommun", seats=2)
    lerum.mail_domains.create(domain="lerum.se")
    person("Olle Dahl", "olle.dahl@lerum.se", at=lerum)
    person("Karin Berg", "karin.berg@lerum.se", at=lerum)
    person("Anna Ek", "anna.ek@vendor.example", Role.AGENT)
    person("Bo Lind", "bo.lind@vendor.example", Role.ADMINISTRATOR)
    return lerum


@pytest.mark.django_db(transaction=True)
def test_a_seat_that_is_given_back_lets_the_next_one_in(browser, site, sent, lerum, tmp_path):
    examiner = Examiner()
    agent = window(browser, site, examiner, "anna.ek@vendor.example")
    agent.goto("/desk/access/invitations/")
    agent.get_by_label("E-post på arbetet").fill(EVA)
    press(agent, "Skicka länken")
    expect(agent.locator("main")).to_contain_text(EVA)
    examiner.look(agent)
    stranger = window(browser, site, examiner)
    stranger.goto("/apply/")
    stranger.get_by_role("link", name="Jag är vårdnadshavare").click()
    stranger.get_by_label("Din kommun").fill("Lerums kommun")
    press(stranger, "Visa vägen")
    expect(stranger.locator("main")).to_contain_text("lerum.se")
    examiner.look(stranger)
    application = eva_applies()
    olle = window(browser, site, examiner, "olle.dahl@lerum.se")
    olle.goto(f"/settings/organisation/applications/{application.pk}/")
    examiner.look(olle)
    press(olle, "Vi känner inte till personen")
    examiner.look(olle)
    bo = window(browser, site, examiner, "bo.lind@vendor.example")
    is_full(bo, application, examiner)
    stranger.goto(f"/apply/status/{application.key}/")
    examiner.look(stranger)
    olle.goto("/settings/organisation/")
    examiner.look(olle)
    olle.get_by_role("button", name="Lämna tillbaka platsen").click()
    olle.wait_for_load_state()
    examiner.look(olle)
    offer_free_seats(0)
    bo.goto(f"/desk/access/{application.pk}/")
    press(bo, "Godkänn och skicka länken")
    assert Person.objects.get(email=EVA).has_seat
    assert not examiner.faults, "\n".join(examiner.faults)
    assert not examiner.consoles, "\n".join(examiner.consoles)
    wrong = faults_in_html(sent.pages, tmp_path)
    assert not wrong, "\n".join(wrong)


def is_full(bo: Page, application: AccessRequest, examiner: Examiner) -> None:
    """An administrator meets the objection, the full organisation, and the pages about it."""
    bo.goto("/desk/access/")
    examiner.look(bo)
    bo.goto(f"/desk/access/{application.pk}/")
    examiner.look(bo)
    press(bo, "Godkänn och skicka länken")
    expect(bo.locator("main")).to_contain_text("har ingen ledig plats")
    examiner.look(bo)
    bo.goto("/desk/access/?view=seatless")
    examiner.look(bo)
    bo.goto("/desk/organisations/?q=lerum")
    examiner.look(bo)
    bo.get_by_role("link", name="Lerums kommun").click()
    examiner.look(bo)
    bo.get_by_label("Antal platser").fill("1")
    press(bo, "Spara antalet platser")
    expect(bo.locator(".error-summary")).to_contain_text("2 platser är upptagna")
    examiner.look(bo)
    bo.goto("/desk/mail-domains/?q=eva@gmail.com")
    bo.get_by_label("E-postdomän", exact=True).fill("privat.example")
    bo.get_by_label("Avvisa: privata adresser eller engångsadresser").check()
    press(bo, "Spara beslutet")
    examiner.look(bo)
