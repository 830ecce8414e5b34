"""Tables as files: CSV or Excel, in which nothing that people have written is a formula.

Made whole before it is sent: one that broke off halfway would look as if it were all. Rows come
some at a time and lie on disk, not in memory
([decision 19](docs/decisions/0019-lists-as-files.md)).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter
from django.conf import settings
from django.http import FileResponse
from django.utils import timezone

# What spreadsheets take for the beginning of a formula, full-width signs included.
BEGINS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
Cell = str | int | date | datetime | None
Row = list[Cell]


@dataclass(frozen=True)
class Table:
    """What goes into a file: its name without the ending, what its columns are, and its rows."""

    name: str
    title: str
    headings: list[str]
    widths: tuple[int, ...]
    rows: Iterable[Row]


def as_csv(table: Table) -> FileResponse:
    """For Excel in Swedish: UTF-8 with its mark, semicolons, every cell in quotes."""
    target = _scratch()
    text = TextIOWrapper(target, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(table.headings)
    for cells in table.rows:
        writer.writerow([plain(cell) for cell in cells])
    text.flush()
    text.detach()
    return _sent(target, table.name, "csv", "text/csv; charset=utf-8")


def as_xlsx(table: Table) -> FileResponse:
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
        sheet = book.add_worksheet(table.title)
        head = book.add_format({"bold": True, "bottom": 1})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        for column, (title, width) in enumerate(zip(table.headings, table.widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, head)
        sheet.freeze_panes(1, 0)
        number = 0
        for number, cells in enumerate(table.rows, start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, column, cell, moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell:
                    sheet.write_string(number, column, cell)
        sheet.autofilter(0, 0, number, len(table.widths) - 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _sent(target, table.name, "xlsx", kind)


KINDS: dict[str, Callable[[Table], FileResponse]] = {"csv": as_csv, "xlsx": as_xlsx}


def plain(cell: Cell) -> str:
    """A cell as text that no spreadsheet calculates."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(BEGINS_FORMULA) else text


def _scratch() -> IO[bytes]:
    return TemporaryFile(dir=settings.DATA)


def _sent(target: IO[bytes], name: str, ending: str, kind: str) -> FileResponse:
    target.seek(0)
    filename = f"{name}-{timezone.localdate()}.{ending}"
    answer = FileResponse(target, as_attachment=True, filename=filename, content_type=kind)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
