"""What a person has done in the portal: when, which act, to which thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from kundportal.history.models import Event
from kundportal.lib.extracts import Entry, Fact, Part
from kundportal.lib.paging import walk


def extract_of(person: Any) -> list[Part]:
    about = _("Each act is named by a code: the kind of thing, and what was done to it.")
    return [Part("history", _("What you have done in the portal"), _events(person), about)]


def _events(person: Any) -> Iterator[Entry]:
    for event in walk(Event.objects.filter(by=person)):
        facts = [
            Fact("act", _("Act"), event.verb),
            Fact("at", _("When"), event.at),
            Fact("thing", _("Thing"), event.thing),
            Fact("thing_id", _("Its key"), event.thing_id),
        ]
        yield Entry(event.verb, facts)
