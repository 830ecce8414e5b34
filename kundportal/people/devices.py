"""Names a browser in words that its owner knows, from what it says of itself."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

# The first that is found counts: most browsers also claim to be the ones further down.
_BROWSERS = {
    "Edge": r"Edg(e|A|iOS)?/",
    "Opera": r"OPR/|Opera",
    "Vivaldi": r"Vivaldi/",
    "Samsung Internet": r"SamsungBrowser/",
    "Firefox": r"Firefox/|FxiOS/",
    "Chrome": r"Chrom(e|ium)/|CriOS/",
    "Safari": r"Version/.*Safari/",
}
_SYSTEMS = {
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "Android": r"Android",
    "Windows": r"Windows",
    "macOS": r"Mac OS X|Macintosh",
    "ChromeOS": r"CrOS",
    "Linux": r"Linux|X11",
}


def words(said: str) -> str:
    """`Firefox on Windows`, as far as it can be told."""
    browser, system = _first(_BROWSERS, said), _first(_SYSTEMS, said)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


def _first(names: dict[str, str], said: str) -> str:
    return next((name for name, sign in names.items() if re.search(sign, said)), "")
