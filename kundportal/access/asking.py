"""When organisations are asked whether their people are still right."""

from __future__ import annotations

from datetime import date, timedelta

from kundportal.access.models import Review
from kundportal.lib import dates
from kundportal.people.models import Organisation

# After the winter break and when the school year has begun: then people have changed work.
MONTHS = (3, 9)


def half_of(day: date, *, country: str) -> str:
    """The half-year that is asked about on this day, such as "2026-09"; "" on other days.

    It begins on the country's first working day of the month, and can be asked until the month
    ends, so that a worker that stood still for days forgets nobody.
    """
    if day.month not in MONTHS:
        return ""
    before = day.replace(day=1) - timedelta(days=1)
    first = dates.add_working_days(before, 1, country=country)
    return f"{day:%Y-%m}" if day >= first else ""


def ask_all(day: date) -> int:
    """Asks every open organisation that has somebody to ask; says how many were asked now."""
    asked = 0
    for organisation in Organisation.objects.open().order_by("pk").iterator():
        half = half_of(day, country=organisation.country)
        if half and Review.objects.ask(organisation, half=half):
            asked += 1
    return asked
