"""Looks at every page of a story as people with different eyes, hands and screens would."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from tests import tools

AXE = Axe().axe_script
IS_THERE = "typeof axe === 'object'"
RUN = "rules => axe.run(document, rules).then(found => found.violations)"
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
    "preload": False,  # for a rule that is not among these
}
CONTRAST = {
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
    "resultTypes": ["violations"],
    "preload": False,  # for a rule that is not among these
}
WIDTHS = (1280, 390)
NARROWEST = 320
NEW_EACH_TIME = re.compile(
    rb'(?:csrfmiddlewaretoken" value=|X-CSRFToken": |name="(?:once|window)" value=)"[^"]+"'
)


class Examiner:
    """Collects what is wrong with the pages that it is shown.

    One of the languages is enough for looking in the dark: the palette is all that changes there.
    """

    def __init__(self, *, in_the_dark: bool = True) -> None:
        self.in_the_dark = in_the_dark
        self.faults: list[str] = []
        self.consoles: list[str] = []

    def watch(self, page: Page) -> None:
        """Keeps what the console complains of."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.consoles.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        expected = "status of 4"  # the browser tells of each 404 and 422 that a story asks for
        is_our_own = not message.location["url"]  # axe, which is not part of any page
        if message.type == "error" and expected not in message.text and not is_our_own:
            self.consoles.append(f"{message.location}: {message.text}")

    def look(self, page: Page) -> None:
        """Axe at both widths, light and dark; nothing may run over the edge of a small screen."""
        before = page.viewport_size
        page.wait_for_load_state()  # a click comes back as soon as the next page has begun
        if not page.evaluate(IS_THERE):
            page.evaluate(AXE)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            self._axe(page, f"{width} light", RULES)
        if self.in_the_dark:
            page.emulate_media(color_scheme="dark")
            self._axe(page, f"{WIDTHS[-1]} dark", CONTRAST)
            page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": NARROWEST, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            self.faults.append(f"{page.url}: {over} pixels over the edge at {NARROWEST}")
        page.set_viewport_size(before)  # type: ignore[arg-type]

    def _axe(self, page: Page, how: str, rules: dict[str, Any]) -> None:
        for fault in page.evaluate(RUN, rules):
            where = [node["target"] for node in fault["nodes"]][:3]
            self.faults.append(f"{page.url} ({how}): {fault['id']}: {fault['help']} {where}")


def faults_in_html(pages: list[tuple[str, bytes]], folder: Path) -> list[str]:
    """What the HTML checker says of the pages."""
    assert pages, "no page was sent"
    addresses = {}
    # A page that was sent twice differs in the tokens of its forms alone.
    different = {NEW_EACH_TIME.sub(b"", body): (address, body) for address, body in pages}
    for number, (address, body) in enumerate(different.values()):
        (folder / f"{number}.html").write_bytes(body)
        addresses[f"{number}.html"] = address
    command = [*tools.html_checker(), "--format", "json", "--errors-only", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        f"{addresses[Path(one['url']).name]}: {one['message']} {one.get('extract', '')!r}"
        for one in json.loads(done.stderr)["messages"]
    ]
