"""The list of tickets as a file: CSV or Excel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kundportal.lib.pace import Pace
from kundportal.lib.spreadsheets import KINDS, Row, Table
from kundportal.lib.texts import in_readers_language
from kundportal.people.models import Person
from kundportal.tickets.finding import listing
from kundportal.tickets.finding.wanted import Wanted
from kundportal.tickets.models import Ticket

MOST, A_MINUTE = 50_000, 6
WIDTHS = (14, 50, 14, 20, 20, 28, 24, 17, 17, 12, 12, 8)
_pace = Pace()


def may_export(person: Person) -> bool:
    """Counts a file of the person's, and says whether it may be made."""
    return _pace.take(person.pk, a_minute=A_MINUTE)


def headings() -> list[str]:
    return [
        _("Number"), _("Title"), _("Status"), _("Product"), _("Kind of matter"), _("Form"),
        _("Created by"), _("Created"), _("Last activity"), _("Answer by"),
        _("Rests until"), _("Unread"),
    ]  # fmt: skip


def row(ticket: Ticket) -> Row:
    """What the list shows of a ticket; times are the reader's."""
    return [
        ticket.number,
        ticket.title,
        ticket.status_label,
        ticket.product_name,
        _in_words(ticket.matter_names),
        _in_words(ticket.form_names),
        ticket.creator_name,
        timezone.localtime(ticket.created_at),
        timezone.localtime(ticket.last_activity_at),
        ticket.answer_by,
        ticket.parked_until,
        ticket.unread,
    ]


def file(kind: str, person: Person, wanted: Wanted) -> FileResponse:
    """The tickets as a file of one of the kinds that there are."""
    table = Table(_("tickets"), _("Tickets"), headings(), WIDTHS, _rows(person, wanted))
    return KINDS[kind](table)


def _rows(person: Person, wanted: Wanted) -> Iterator[Row]:
    """The rows, and where there are more than a file takes, a last one that says so."""
    for number, ticket in enumerate(listing.every(person, wanted, most=MOST + 1)):
        if number == MOST:
            says = _("Only the first %(most)s tickets are in this file. Filter the list to get "
                     "the others.") % {"most": f"{MOST:,}".replace(",", "\u00a0")}  # fmt: skip
            yield [says]
        else:
            yield row(ticket)


@lru_cache(maxsize=256)
def _texts(names: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(names)
    return found


def _in_words(names: Any) -> str:
    return in_readers_language(_texts(names) if isinstance(names, str) else names or {})
