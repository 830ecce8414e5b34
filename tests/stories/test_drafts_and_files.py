"""Nothing that is typed or attached is lost: not at time-out, not in another window."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from kundportal.people.models import Organisation, Session
from kundportal.products.models import Product
from kundportal.tickets.models import Draft, Ticket, Upload
from tests.cast import PASSWORD, person
from tests.stories.examiner import Examiner
from tests.tickets.test_attachments import picture

KARIN = "karin.berg@lerum.se"
COPIES = "Object.keys(localStorage).filter((name) => name.startsWith('draft:'))"
PUT_FILE = """(where, [kind, name, type, body]) => {
    const bytes = Uint8Array.from(atob(body), (one) => one.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type }));
    const options = { bubbles: true, cancelable: true };
    where.dispatchEvent(kind === "paste"
        ? new ClipboardEvent("paste", { ...options, clipboardData: data })
        : new DragEvent("drop", { ...options, dataTransfer: data }));
}"""


@pytest.fixture
def karin(site, form) -> None:
    cache.clear()
    Product.objects.create(name="Skolvalvet")
    person("Karin Berg", KARIN, at=Organisation.objects.create(name="Lerums kommun"))


def signs_in(page: Page) -> None:
    page.get_by_label("E-post", exact=True).fill(KARIN)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Logga in", exact=True).click()


def put(page: Page, kind: str, name: str, content: bytes, type_: str) -> None:
    """Drops or pastes a file, as a hand would."""
    body = base64.b64encode(content).decode()
    page.locator("#id_text").evaluate(PUT_FILE, [kind, name, type_, body])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_on_the_way_to_a_ticket(
    browser: Browser, site, karin, form, tmp_path: Path
):
    examiner = Examiner()
    context = browser.new_context(base_url=site, locale="sv-SE")
    context.set_default_timeout(8000)
    page = context.new_page()
    examiner.watch(page)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/sign-in/?next=/tickets/new/sverige/")
    signs_in(page)
    said = page.locator("[data-draft-said]")
    types_and_is_saved(page, said)
    files_come_in_three_ways(page, tmp_path)
    examiner.look(page)
    the_session_ends_while_she_types(page, said)
    another_window_writes(page, said)
    sends(page, form)
    assert asked == ["beforeunload"]  # at the time-out alone
    assert examiner.consoles == []
    assert examiner.faults == []


def is_kept(page: Page, text: str) -> None:
    """Waits until the server has it, and the page knows."""
    for _tenth in range(80):
        if not page.evaluate(COPIES):
            break
        page.wait_for_timeout(100)
    assert Draft.objects.get().text == text


def types_and_is_saved(page: Page, said) -> None:
    page.get_by_label("Rubrik").fill("Betyg går inte att spara")
    page.get_by_label("Beskrivning").fill("När vi sparar ett betyg")
    expect(said).to_have_text(re.compile(r"^Sparat \d\d:\d\d, inte skickat än\.$"))
    is_kept(page, "När vi sparar ett betyg")
    page.reload()  # saved, so nothing is asked
    expect(page.get_by_label("Beskrivning")).to_have_value("När vi sparar ett betyg")


def files_come_in_three_ways(page: Page, folder: Path) -> None:
    lines = page.locator("[data-file-line]")
    (folder / "logg.txt").write_text("rad")
    (folder / "fel.exe").write_bytes(b"MZ")
    page.set_input_files("input[type=file]", [folder / "logg.txt", folder / "fel.exe"])
    expect(lines).to_have_count(2)
    expect(page.locator("[data-file-said]")).to_contain_text("Vi kan inte ta emot filen fel.exe")
    page.get_by_role("button", name="Ta bort fel.exe").click()
    put(page, "drop", "bild.png", picture(size=(30, 20)), "image/png")
    put(page, "paste", "image.png", picture(size=(20, 30)), "image/png")
    expect(lines).to_have_count(3)
    expect(lines.last).to_contain_text(re.compile(r"skärmbild-\d{4}-\d\d-\d\d-\d{4}\.png"))
    page.get_by_role("button", name="Ta bort logg.txt").click()
    expect(lines).to_have_count(2)
    expect(page.locator("input[type=file]")).to_be_focused()
    assert Upload.objects.count() == 2


def the_session_ends_while_she_types(page: Page, said) -> None:
    Session.objects.filter(person__isnull=False).delete()
    page.get_by_label("Beskrivning").fill("När vi sparar ett betyg står det Fel 12")
    expect(said).to_contain_text("i den här webbläsaren")
    page.reload()  # asks, for the server does not have it; and leads to sign in
    signs_in(page)
    expect(page.get_by_label("Beskrivning")).to_have_value(
        "När vi sparar ett betyg står det Fel 12"
    )
    expect(said).to_contain_text("inte skickat än")
    expect(page.locator("[data-file-line]")).to_have_count(2)
    is_kept(page, "När vi sparar ett betyg står det Fel 12")


def another_window_writes(page: Page, said) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Beskrivning").fill("Från den andra")
    expect(other.locator("[data-draft-said]")).to_contain_text("Sparat")
    other.close()
    page.get_by_label("Beskrivning").fill("Från den första")
    expect(said).to_contain_text("ändrades i ett annat fönster")
    assert Draft.objects.get().text == "Från den andra"
    page.get_by_role("button", name="Spara det som står här").click()
    expect(said).to_contain_text("Sparat")
    is_kept(page, "Från den första")


def sends(page: Page, form) -> None:
    page.get_by_label("Produkt").select_option(label="Skolvalvet")
    page.get_by_label("Typ av ärende").select_option(str(form.matters.first().pk))
    page.get_by_role("button", name="Skicka ärendet").click()
    page.wait_for_url("**/tickets/SE-*/")
    ticket = Ticket.objects.get()
    assert ticket.messages.get().text == "Från den första"
    assert ticket.attachments.count() == 2
    assert not Draft.objects.exists()
    assert page.evaluate(COPIES) == []
