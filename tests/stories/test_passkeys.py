"""People add passkeys and sign in with them; the browser keeps them in a key of its own making."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import override
from playwright.sync_api import Browser, Page, expect

from kundportal.people.models import Organisation, Person, Role
from tests.cast import PASSWORD, person
from tests.stories.examiner import Examiner, faults_in_html

KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


class Window:
    """A browser of somebody's own, with a key in it."""

    def __init__(self, browser: Browser, site: str, examiner: Examiner, language: str) -> None:
        locale = {"sv": "sv-SE", "en": "en-GB"}[language]
        context = browser.new_context(base_url=site, locale=locale)
        context.set_default_timeout(8000)
        self.page: Page = context.new_page()
        self.examiner = examiner
        examiner.watch(self.page)
        self.tell: Callable[..., Any] = context.new_cdp_session(self.page).send
        self.tell("WebAuthn.enable", {"enableUI": False})
        made = self.tell("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        self.key = {"authenticatorId": made["authenticatorId"]}

    def let_verify(self, yes: bool) -> None:
        """Whether the key recognises who holds it."""
        self.tell("WebAuthn.setUserVerified", {**self.key, "isUserVerified": yes})

    def look(self) -> None:
        self.examiner.look(self.page)

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()

    def writes_password(self, email: str) -> None:
        self.page.goto("/sign-in/")
        self.page.get_by_label(_("E-mail"), exact=True).fill(email)
        self.page.get_by_label(_("Password"), exact=True).fill(PASSWORD)
        self.press(_("Sign in"))

    def adds_a_passkey(self, name: str) -> None:
        self.page.get_by_role("link", name=_("Add a passkey"), exact=True).click()
        self.page.get_by_label(_("Present password"), exact=True).fill(PASSWORD)
        self.press(_("Go on"))
        self.look()
        self.page.get_by_label(_("Name of the passkey")).fill(name)
        self.press(_("Make the passkey"))
        expect(self.page.locator("ul.code-words li")).to_have_count(10)

    def signs_out(self) -> None:
        self.page.locator("details[data-menu] summary").click()
        self.page.get_by_role("button", name=_("Sign out")).click()
        expect(self.page.get_by_role("link", name=_("Sign in")).first).to_be_visible()


@pytest.fixture
def people(site: str) -> None:
    cache.clear()
    lerum = Organisation.objects.create(name="Lerums kommun")
    person("Karin Berg", "karin.berg@lerum.se", at=lerum)
    person("Anna Ek", "anna.ek@vendor.example", Role.AGENT)
    Person.objects.staff().update(language="en")


@pytest.mark.django_db(transaction=True)
def test_a_passkey_opens_the_portal_alone_and_after_the_password(
    browser, site, sent, people, tmp_path
):
    examiner = Examiner()
    with override("sv"):
        karin = Window(browser, site, examiner, "sv")
        adds_one_and_signs_in_with_it_alone(karin)
        is_told_what_is_wrong(karin)
    with override("en"):
        anna = Window(browser, site, examiner, "en")
        shows_it_after_the_password(anna)
    assert not examiner.faults, "\n".join(examiner.faults)
    assert not examiner.consoles, "\n".join(examiner.consoles)
    wrong = faults_in_html(sent.pages, tmp_path)
    assert not wrong, "\n".join(wrong)


def adds_one_and_signs_in_with_it_alone(karin: Window) -> None:
    page = karin.page
    karin.writes_password("karin.berg@lerum.se")
    page.goto("/settings/factors/")
    karin.look()
    karin.adds_a_passkey("Jobbdatorn")
    page.goto("/settings/factors/")
    expect(page.locator(".passkeys")).to_contain_text("Jobbdatorn")
    page.get_by_role("link", name=_("Add a passkey"), exact=True).click()
    karin.press(_("Make the passkey"))
    expect(page.get_by_role("status").last).to_contain_text("Där finns redan en passnyckel")
    karin.look()
    page.goto("/settings/factors/")
    karin.look()
    page.get_by_role("link", name=re.compile("Byt namn eller ta bort")).click()
    expect(page).to_have_url(re.compile(r"/passkeys/\d+/$"))
    karin.look()
    karin.signs_out()
    page.goto("/sign-in/?next=/tickets/")
    karin.look()
    karin.press(_("Sign in with a passkey"))
    expect(page).to_have_url(re.compile("/tickets/$"))
    karin.signs_out()


def is_told_what_is_wrong(karin: Window) -> None:
    page = karin.page
    page.goto("/sign-in/")
    karin.let_verify(False)
    karin.press(_("Sign in with a passkey"))
    expect(page.get_by_role("status").last).to_contain_text("Ingen passnyckel användes")
    karin.let_verify(True)
    Authenticator.objects.all().delete()
    karin.press(_("Sign in with a passkey"))
    expect(page.locator(".error-summary")).to_contain_text("Passnyckeln är inte känd här.")
    page.wait_for_function("document.activeElement.matches('.error-summary')")
    karin.look()


def shows_it_after_the_password(anna: Window) -> None:
    page = anna.page
    anna.writes_password("anna.ek@vendor.example")
    expect(page).to_have_url(re.compile("/settings/factors/$"))
    anna.adds_a_passkey("Phone")
    page.get_by_role("link", name=_("I have kept the codes")).click()
    expect(page).to_have_url(re.compile("/desk/tickets/$"))
    anna.signs_out()
    anna.writes_password("anna.ek@vendor.example")
    expect(page).to_have_url(re.compile("/sign-in/code/$"))
    anna.look()
    anna.press(_("Use a passkey"))
    expect(page).to_have_url(re.compile("/desk/tickets/$"))


@pytest.mark.django_db(transaction=True)
def test_without_scripts_passwords_stay_and_the_page_says_what_passkeys_need(browser, site, people):
    context = browser.new_context(base_url=site, locale="sv-SE", java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/")
    expect(page.get_by_role("button", name="Logga in med passnyckel")).to_be_hidden()
    page.get_by_label("E-post", exact=True).fill("karin.berg@lerum.se")
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Logga in", exact=True).click()
    page.goto("/settings/factors/passkeys/")
    page.get_by_label("Nuvarande lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.locator("main")).to_contain_text("Passnycklar behöver JavaScript")
    expect(page.get_by_role("button", name="Skapa passnyckeln")).to_be_hidden()
