"""How content customers are, month by month and product by product, over the last year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from kundportal.lib import dates
from kundportal.tickets.models.rating import Grade

MONTHS = 12
BY_MONTH = """
SELECT date_trunc('month', given_at AT TIME ZONE %s)::date, value, count(*)
FROM tickets_rating WHERE given_at >= %s GROUP BY 1, 2"""
BY_PRODUCT = """
SELECT product.name, rating.value, count(*)
FROM tickets_rating AS rating
JOIN tickets_ticket AS ticket ON ticket.id = rating.ticket_id
JOIN products_product AS product ON product.id = ticket.product_id
WHERE rating.given_at >= %s GROUP BY 1, 2"""


@dataclass(frozen=True)
class Share:
    """The ratings of a month or a product: how many of each grade."""

    name: str
    good: int
    so_so: int
    bad: int

    @property
    def all(self) -> int:
        return self.good + self.so_so + self.bad

    @property
    def percent(self) -> int | None:
        """How many of a hundred were content; None where nobody has said anything."""
        return round(100 * self.good / self.all) if self.all else None


def by_month() -> list[Share]:
    """The present month and those before it, the latest first, also those without ratings."""
    found = _counted(BY_MONTH, [settings.TIME_ZONE, _beginning()])
    return [_share(dates.month(one), found.get(one, {})) for one in _months()]


def by_product() -> list[Share]:
    """The products that were rated, by their names."""
    found = _counted(BY_PRODUCT, [_beginning()])
    return [_share(name, found[name]) for name in sorted(found)]


def _months() -> list[date]:
    today = dates.today()
    count = today.year * 12 + today.month - 1
    return [date((count - ago) // 12, (count - ago) % 12 + 1, 1) for ago in range(MONTHS)]


def _beginning() -> datetime:
    return dates.beginning_of(_months()[-1])


def _counted(sql: str, values: list[Any]) -> dict[Any, dict[int, int]]:
    """How many of each grade, by what the SQL groups them by."""
    counted: dict[Any, dict[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for key, value, count in cursor.fetchall():
            counted.setdefault(key, {})[value] = count
    return counted


def _share(name: str, counted: dict[int, int]) -> Share:
    good, so_so, bad = (counted.get(one, 0) for one in (Grade.GOOD, Grade.SO_SO, Grade.BAD))
    return Share(name, good, so_so, bad)
