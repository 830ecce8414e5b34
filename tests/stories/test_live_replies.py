"""Two people in one ticket: what the other writes comes by itself, and disturbs nothing."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.conf import settings
from playwright.sync_api import expect

from kundportal.tickets.models import Participant
from tests.cast import signed_in

STATE = """() => {
  const box = document.querySelector("#reply_text");
  return {
    text: box.value, caret: box.selectionStart, focus: document.activeElement === box,
    box: Math.round(box.getBoundingClientRect().top), page: Math.round(scrollY),
    read: Math.round(document.querySelector(".entry").getBoundingClientRect().top),
    files: document.querySelector("#ticket-files details").open,
  };
}"""
LOOK = "() => document.dispatchEvent(new Event('visibilitychange'))"  # as on coming back to it


@pytest.fixture
def window(browser, site):
    """Opens a window of its own for somebody who is signed in."""

    def open_window(person):
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        name, key = settings.SESSION_COOKIE_NAME, signed_in(person).session.session_key
        context.add_cookies([{"name": name, "value": key, "url": site}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.faults = []
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        return page

    return open_window


def unread(person):
    return Participant.objects.of(person).get().unread


def test_what_somebody_else_writes_comes_without_moving_anything(
    window, site, create_ticket, customer, agent
):
    ticket = create_ticket(customer)
    for number in range(6):
        ticket.reply(by=agent, text=f"Svar {number}.\n\n" + "Lång rad. " * 40, once=uuid4())
    page = window(customer)
    page.goto(site + ticket.url)
    before = begin_to_write(page)
    ticket.reply(by=agent, text="Nu är det **rättat**." + "\n\nPunkt." * 30, once=uuid4())
    page.evaluate(LOOK)
    come = page.locator(".entries-later .entry")
    expect(come).to_contain_text("Nu är det rättat")
    assert page.evaluate(STATE) == before
    expect(page.locator("[data-live-said]")).to_have_text("Nytt svar från Anna Ek")
    expect(page.locator("#ticket-side")).to_contain_text("Väntar på dig")
    assert unread(customer) == 1, "it has not been before the eyes"

    read_and_quote(page, come)
    page.context.clear_cookies()
    page.evaluate(LOOK)
    expect(page.locator("[data-staying-words]")).to_contain_text("Du är utloggad")
    assert page.faults == []


def begin_to_write(page):
    """Half a reply, with the caret in the middle of it; says how the page stands then."""
    expect(page.locator("form.marks-read")).to_have_count(0)  # it is read
    page.locator("#ticket-files summary").click()
    page.locator("#reply_text").press_sequentially("Halvfärdigt")
    page.locator("#reply_text").press("Control+b")
    page.evaluate("() => document.querySelector('#reply_text').setSelectionRange(4, 4)")
    before = page.evaluate(STATE)
    assert before["text"] == "Halvfärdigt****"
    return before


def read_and_quote(page, come):
    page.locator("[data-live-pill]").click()
    with page.expect_response(re.compile("/reading/$")):
        come.evaluate("one => one.scrollIntoView({ block: 'end' })")
    expect(page.locator("[data-live-pill]")).to_be_hidden()
    expect(page.locator("#unread-count")).to_be_empty()
    page.evaluate(LOOK)
    expect(page.locator(".entry")).to_have_count(8)

    come.locator("[data-quote]").click()
    expect(page.locator("#reply_text")).to_have_value(re.compile(r"\*\*\*\*\n\n> Anna Ek skrev:"))
    page.get_by_role("button", name="Förhandsgranska").click()
    expect(page.locator(".preview blockquote")).to_contain_text("Nu är det rättat")
