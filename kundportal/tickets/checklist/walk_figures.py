"""The figures of a checklist: where customers gave up, and how often a form proved wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from babel.numbers import format_percent
from django.utils import translation

from kundportal.tickets.checklist.plan import Plan
from kundportal.tickets.models.walk import WalkQuerySet


@dataclass(frozen=True)
class End:
    """What came of the walks that ended with one answer."""

    number: int = 0
    followed: int = 0
    elsewhere: int = 0
    moved: int = 0


class Figures:
    """Two questions to the database, however many walks and questions there are."""

    def __init__(self, plan: Plan, walks: WalkQuerySet) -> None:
        self.plan = plan
        self.came, self.chose = walks.by_key()
        last = walks.by_last()
        self.ends = {
            row["last"]: End(row["number"], row["followed"], row["elsewhere"], row["moved"])
            for row in last
            if row["is_ended"]
        }
        self.left = {row["last"]: row["number"] for row in last if not row["is_ended"]}

    @cached_property
    def total(self) -> End:
        """All walks that came to an end."""
        ends = self.ends.values()
        return End(
            sum(one.number for one in ends),
            sum(one.followed for one in ends),
            sum(one.elsewhere for one in ends),
            sum(one.moved for one in ends),
        )

    @property
    def gave_up(self) -> int:
        return sum(self.left.values())

    @property
    def begun(self) -> int:
        return self.total.number + self.gave_up

    def end(self, key: int) -> End:
        return self.ends.get(key, End())

    def share(self, part: int, whole: int) -> str:
        """The part in per cent, as it is shown."""
        language = translation.get_language() or "sv"
        return str(format_percent(part / whole, locale=language)) if whole else ""

    @property
    def is_about_others(self) -> bool:
        """Whether some walked through questions that are not in the plan any more."""
        return bool(self.came.keys() - self.plan.by_key.keys())
