"""The list of tickets as a file: CSV or Excel.

Made whole before it is sent: one that broke off halfway would look as if it were all. Rows come
some at a time and lie on disk, not in memory. What people have written is never taken for a
formula ([decision 19](docs/decisions/0019-lists-as-files.md)).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import lru_cache
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.conf import settings
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kundportal.lib.pace import Pace
from kundportal.lib.texts import in_readers_language
from kundportal.people.models import Person
from kundportal.tickets.finding import listing
from kundportal.tickets.finding.wanted import Wanted
from kundportal.tickets.models import Ticket

MOST, A_MINUTE = 50_000, 6
# What spreadsheets take for the beginning of a formula, full-width signs included.
BEGINS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
WIDTHS = (14, 50, 14, 20, 20, 28, 24, 17, 17, 12, 12, 8)
_pace = Pace()
Row = list[str | int | date | datetime | None]


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


def as_csv(person: Person, wanted: Wanted) -> FileResponse:
    """For Excel in Swedish: UTF-8 with its mark, semicolons, every cell in quotes."""
    target = _scratch()
    text = TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(headings())
    for cells in _rows(person, wanted):
        writer.writerow([_plain(cell) for cell in cells])
    text.flush()
    text.detach()
    return _sent(target, "csv", "text/csv; charset=utf-8")


def as_xlsx(person: Person, wanted: Wanted) -> FileResponse:
    target = _scratch()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(settings.DATA),
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet(_("Tickets"))
        head = book.add_format({"bold": True, "bottom": 1})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        for column, (title, width) in enumerate(zip(headings(), WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, head)
        sheet.freeze_panes(1, 0)
        number = 0
        for number, cells in enumerate(_rows(person, wanted), start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, column, cell, moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell:
                    sheet.write_string(number, column, cell)
        sheet.autofilter(0, 0, number, len(WIDTHS) - 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _sent(target, "xlsx", kind)


KINDS: dict[str, Callable[[Person, Wanted], FileResponse]] = {"csv": as_csv, "xlsx": as_xlsx}


def _rows(person: Person, wanted: Wanted) -> Iterator[Row]:
    """The rows, and where there are more than a file takes, a last one that says so."""
    for number, ticket in enumerate(listing.every(person, wanted, most=MOST + 1)):
        if number == MOST:
            says = _("Only the first %(most)s tickets are in this file. Filter the list to get "
                     "the others.") % {"most": f"{MOST:,}".replace(",", "\u00a0")}  # fmt: skip
            yield [says]
        else:
            yield row(ticket)


def _plain(cell: str | int | date | datetime | None) -> str:
    """A cell as text that no spreadsheet calculates."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(BEGINS_FORMULA) else text


@lru_cache(maxsize=256)
def _texts(names: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(names)
    return found


def _in_words(names: Any) -> str:
    return in_readers_language(_texts(names) if isinstance(names, str) else names or {})


def _scratch() -> IO[bytes]:
    return TemporaryFile(dir=settings.DATA)


def _sent(target: IO[bytes], ending: str, kind: str) -> FileResponse:
    target.seek(0)
    name = f"{_('tickets')}-{timezone.localdate()}.{ending}"
    answer = FileResponse(target, as_attachment=True, filename=name, content_type=kind)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
