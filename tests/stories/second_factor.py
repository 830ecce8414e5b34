"""Staff and their second factor, as part of the story."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from tests.cast import PASSWORD, one_time_code
from tests.stories.examiner import Examiner


def set_up(page: Page, examiner: Examiner) -> None:
    """Somebody who has none yet comes no further before they have one."""
    expect(page).to_have_url(re.compile("/settings/factors/$"))
    examiner.look(page)
    page.get_by_role("link", name=_("Set up one-time codes")).click()
    examiner.look(page)
    page.get_by_label(_("Present password"), exact=True).fill(PASSWORD)
    _press(page, _("Go on"))
    examiner.look(page)
    key = page.locator("p .code-words").inner_text().replace(" ", "")
    page.get_by_label(_("Code"), exact=True).fill("000000")
    _press(page, _("Turn on one-time codes"))
    page.wait_for_function("document.activeElement.matches('.error-summary')")
    page.get_by_label(_("Code"), exact=True).fill(one_time_code(key))
    _press(page, _("Turn on one-time codes"))
    expect(page.locator("ul.code-words li")).to_have_count(10)
    examiner.look(page)
    page.get_by_role("link", name=_("I have kept the codes")).click()
    expect(page).to_have_url(re.compile("/desk/tickets/$"))


def show(page: Page, examiner: Examiner, key: str) -> None:
    """Somebody who has one writes the code that the app shows."""
    expect(page).to_have_url(re.compile("/sign-in/code/$"))
    examiner.look(page)
    page.get_by_label(_("Code"), exact=True).fill(one_time_code(key))
    _press(page, _("Sign in"))
    expect(page).to_have_url(re.compile("/desk/tickets/$"))


def _press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()
