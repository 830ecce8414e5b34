"""How long decisions took, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

from django.utils.formats import number_format

from kundportal.lib import dates

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest

WEEKS = 4
MOST = 5000


@dataclass(frozen=True)
class Week:
    """The decisions of a week that begins on `monday`."""

    monday: date
    number: int
    decided: int
    late: int
    working_days: float | None

    @property
    def took(self) -> str:
        """Half of the decisions took so many working days or fewer."""
        if self.working_days is None:
            return ""
        return str(number_format(self.working_days, 1 if self.working_days % 1 else 0))


def weeks(model: type[AccessRequest]) -> list[Week]:
    """The present week and those before it, the latest first, in one query."""
    today = dates.today()
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=ago) for ago in range(WEEKS)]
    found: dict[date, list[tuple[int, bool]]] = {one: [] for one in mondays}
    rows = model.objects.decided_since(mondays[-1])
    columns = ("promised_at", "decided_at", "decide_by", "country")
    for promised_at, decided_at, decide_by, country in rows.values_list(*columns)[:MOST]:
        begun, day = (dates.day_of(one) for one in (promised_at, decided_at))
        took = dates.working_days_between(begun, day, country=country)
        found[day - timedelta(days=day.weekday())].append((took, day > decide_by))
    return [_week(one, found[one]) for one in mondays]


def _week(monday: date, decisions: list[tuple[int, bool]]) -> Week:
    return Week(
        monday=monday,
        number=monday.isocalendar().week,
        decided=len(decisions),
        late=sum(is_late for _took, is_late in decisions),
        working_days=median(took for took, _is_late in decisions) if decisions else None,
    )
