"""When digests go out."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from kundportal.lib import dates
from kundportal.lib.zones import zone
from kundportal.people.models import Person

TIMES = (time(7, 30), time(15, 30))


def next_digest(after: datetime, person: Person) -> datetime:
    """The first moment after another at which a digest of the person goes out.

    The clock is the person's own, the working days are those of their country.
    """
    country = dates.calendar_of(person.organisation.country if person.organisation else "SE")
    there = zone(person.time_zone)
    day = after.astimezone(there).date()
    while True:
        if dates.is_working_day(day, country=country):
            for at in TIMES:
                moment = datetime.combine(day, at, tzinfo=there)
                if moment > after:
                    return moment
        day += timedelta(days=1)
