"""Lists paged by key: the next page begins after the last row shown, however long the list is."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


def number(typed: str, most: int = 18) -> int | None:
    """A key as an address or a form carries it, of so many digits; None for what is none."""
    is_one = typed.isascii() and typed.isdigit() and len(typed) <= most
    return int(typed) if is_one else None


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list; `after` is what the link to the next page carries, "" on the last."""

    rows: list[Row]
    after: str
    is_first: bool


def page_by_key(rows: QuerySet[Row], *, by: str, after: str = "", size: int = 25) -> Page[Row]:
    """The page of `rows` that follows the key `after`.

    `by` names a moment to sort by, such as `-last_activity_at`; the primary key settles ties. A
    key that was not made here shows the first page.
    """
    field = by.removeprefix("-")
    comparison = "lt" if by.startswith("-") else "gt"
    sign = "-" if by.startswith("-") else ""
    key = _read(after)
    if key:
        moment, pk = key
        # The first condition is implied by the second; it lets the index begin at the right place.
        rows = rows.filter(
            Q(**{f"{field}__{comparison}e": moment}),
            Q(**{f"{field}__{comparison}": moment}) | Q(**{field: moment, f"pk__{comparison}": pk}),
        )
    found = list(rows.order_by(by, f"{sign}pk")[: size + 1])
    shown = found[:size]
    more = len(found) > size
    value = attrgetter(field.replace("__", "."))
    return Page(shown, _write(value(shown[-1]), shown[-1].pk) if more else "", is_first=not key)


def page_by_text(rows: QuerySet[Row], *, by: str, after: str = "", size: int = 25) -> Page[Row]:
    """The same for a list sorted by a text that no two rows share, such as a name."""
    key = _unpack(after)
    is_first = not isinstance(key, str) or "\0" in key
    if not is_first:
        rows = rows.filter(**{f"{by}__gt": key})
    found = list(rows.order_by(by)[: size + 1])
    shown = found[:size]
    more = len(found) > size
    return Page(shown, _pack(getattr(shown[-1], by)) if more else "", is_first=is_first)


def _pack(key: Any) -> str:
    return urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _unpack(key: str) -> Any:
    try:
        return json.loads(urlsafe_b64decode((key + "=" * (-len(key) % 4)).encode("ascii")))
    except (ValueError, RecursionError):
        return None


def _write(moment: datetime, pk: int) -> str:
    return _pack([moment.isoformat(), pk])


def _read(key: str) -> tuple[datetime, int] | None:
    try:
        moment, pk = _unpack(key)
        parsed = datetime.fromisoformat(moment)
    except (ValueError, TypeError):
        return None
    if type(pk) is not int or not 0 < pk < 2**63 or not _is_ours(parsed):
        return None
    return parsed, pk


def _is_ours(moment: datetime) -> bool:
    """Keys are written in UTC; PostgreSQL does not know all the zones that Python knows."""
    return moment.utcoffset() == timedelta(0)


def pack_key(key: tuple[datetime | date | int, int]) -> str:
    """The key of a row in a list sorted by a moment, a day or a number, for an address."""
    value, pk = key
    return _pack([value if isinstance(value, int) else value.isoformat(), pk])


def unpack_key(key: str) -> tuple[datetime | date | int, int] | None:
    """What `pack_key` has packed; None when the key was not made here."""
    try:
        value, pk = _unpack(key)
        if type(pk) is not int or not 0 < pk < 2**63:
            return None
        if type(value) is int:
            return (value, pk) if value == pk else None
        if len(value) == len("2026-11-26"):
            return date.fromisoformat(value), pk
        moment = datetime.fromisoformat(value)
    except (ValueError, TypeError):
        return None
    return (moment, pk) if _is_ours(moment) else None


def walk(rows: QuerySet[Row], *, size: int = 500) -> Iterator[Row]:
    """All rows in the order of their keys, `size` of them in memory at a time."""
    for some in batches(rows, size=size):
        yield from some


def batches(rows: QuerySet[Row], *, size: int = 500) -> Iterator[list[Row]]:
    """The same, each time so many at once."""
    last, is_more = 0, True
    while is_more:
        found = list(rows.filter(pk__gt=last).order_by("pk")[:size])
        if found:
            yield found
            last = found[-1].pk
        is_more = len(found) == size


Written = tuple[str, list[Any]]  # SQL and its values


def bounded_counts(sets: dict[str, QuerySet[Any] | Written], *, most: int = 100) -> dict[str, int]:
    """How many rows each set has, `most` at the most, all in one query.

    Counting stops at `most`, so that a page that shows "99+" costs the same at a million rows. A
    set that many pages count may come as SQL, since composing it costs more than counting.
    """
    if not sets:
        return {}
    columns: list[str] = []
    values: list[Any] = []
    for rows in sets.values():
        if isinstance(rows, QuerySet):
            sql, params = rows.order_by().values("pk").query.sql_with_params()
        else:
            sql, params = rows[0], tuple(rows[1])
        columns.append(f"(SELECT count(*) FROM ({sql} LIMIT {most}) AS rows)")  # noqa: S608
        values.extend(params)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(columns), values)
        row = cursor.fetchone()
    return dict(zip(sets, row, strict=True))
