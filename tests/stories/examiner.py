"""Looks at every page of a story as people with different eyes, hands and screens would."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from tests import tools

AXE = Axe()
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
CONTRAST = {
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
    "resultTypes": ["violations"],
}
WIDTHS = (1280, 390)
NARROWEST = 320


class Examiner:
    """Collects what is wrong with the pages that it is shown."""

    def __init__(self) -> None:
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
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            self._axe(page, f"{width} light", RULES)
        page.emulate_media(color_scheme="dark")
        self._axe(page, f"{WIDTHS[-1]} dark", CONTRAST)  # the palette is all that changes
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": NARROWEST, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            self.faults.append(f"{page.url}: {over} pixels over the edge at {NARROWEST}")
        page.set_viewport_size(before)  # type: ignore[arg-type]

    def _axe(self, page: Page, how: str, rules: dict[str, Any]) -> None:
        for fault in AXE.run(page, options=rules).response["violations"]:
            where = [node["target"] for node in fault["nodes"]][:3]
            self.faults.append(f"{page.url} ({how}): {fault['id']}: {fault['help']} {where}")


def faults_in_html(pages: list[tuple[str, bytes]], folder: Path) -> list[str]:
    """What the HTML checker says of the pages."""
    assert pages, "no page was sent"
    addresses = {}
    for number, (address, body) in enumerate(pages):
        (folder / f"{number}.html").write_bytes(body)
        addresses[f"{number}.html"] = address
    command = [*tools.html_checker(), "--format", "json", "--errors-only", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        f"{addresses[Path(one['url']).name]}: {one['message']} {one.get('extract', '')!r}"
        for one in json.loads(done.stderr)["messages"]
    ]
