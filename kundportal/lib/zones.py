"""Time zones: a name's zone, and the zones to choose from, in the reader's language."""

from __future__ import annotations

from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils import timezone, translation
from django.utils.translation import gettext as _

LONGEST_NAME = 64
Group = tuple[str, list[tuple[str, str]]]


@lru_cache(maxsize=1024)
def zone(name: str) -> tzinfo:
    """The zone of that name; the installation's own for none, or one that is no longer known."""
    try:
        return ZoneInfo(name) if name else timezone.get_default_timezone()
    except (KeyError, ValueError, OSError):
        return timezone.get_default_timezone()


def choices(also: str = "") -> list[Group]:
    """All zones: those of most readers first and in plain words, then the rest by area.

    `also` is a name that must be among them, such as one that somebody chose long ago.
    """
    groups = _groups((translation.get_language() or "sv").split("-")[0])
    known = {name for _label, zones in groups for name, _words in zones}
    return groups if not also or also in known else [*groups, (_("Chosen before"), [(also, also)])]


@lru_cache(maxsize=8)
def _groups(language: str) -> list[Group]:
    usual = {
        "Europe/Stockholm": _("Sweden, Norway, Denmark and Germany"),
        "Europe/Helsinki": _("Finland"),
        "Europe/London": _("United Kingdom"),
        "Atlantic/Reykjavik": _("Iceland"),
    }
    groups: list[Group] = [(_("Most usual"), list(usual.items()))]
    aliases = get_global("zone_aliases")
    names = available_timezones()
    for area, words in _areas().items():
        zones = [
            (name, get_timezone_location(name, locale=language, return_city=True))
            for name in names
            if name.partition("/")[0] == area and name not in aliases and name not in usual
        ]
        groups.append((words, sorted(zones, key=lambda one: one[1].casefold())))
    return [*groups, (_("Without a place"), [("UTC", "UTC")])]


def _areas() -> dict[str, str]:
    return {
        "Europe": _("Europe"),
        "Africa": _("Africa"),
        "America": _("America"),
        "Asia": _("Asia"),
        "Atlantic": _("The Atlantic"),
        "Australia": _("Australia"),
        "Indian": _("The Indian Ocean"),
        "Pacific": _("The Pacific"),
        "Arctic": _("The Arctic"),
        "Antarctica": _("Antarctica"),
    }
