"""When things happened in the demo, and how Django comes to think so."""

from __future__ import annotations

import datetime as real
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone

from kundportal.lib.dates import is_working_day

OPENS = time(7, 30)
OFFICE_DAY = 9 * 60  # minutes


class Clock(datetime):
    """Stands in for `datetime` where Django asks what time it is."""

    moment: real.datetime

    @classmethod
    def now(cls, tz: real.tzinfo | None = None) -> real.datetime:  # type: ignore[override]
        return cls.moment.astimezone(tz)


@contextmanager
def turned_back() -> Iterator[type[Clock]]:
    """As long as it lasts, `timezone.now()` gives the `moment` that is set on the clock."""
    Clock.moment = timezone.now()
    # Fields hold `timezone.now` itself as their default, so what it reads is replaced, not it.
    with patch.object(timezone, "datetime", Clock):
        yield Clock


class Office:
    """Counts back from now in minutes of office hours, over weekends and holidays."""

    def __init__(self, now: datetime) -> None:
        self.now = timezone.localtime(now)
        self.today = self.now.date()

    def ago(self, minutes: float) -> datetime:
        """The moment that lies so many office minutes before now."""
        day, left = self.today, minutes
        while True:
            opened = timezone.make_aware(datetime.combine(day, OPENS))
            if is_working_day(day) and opened < self.now:
                closed = min(self.now, opened + timedelta(minutes=OFFICE_DAY))
                if (found := closed - timedelta(minutes=left)) >= opened:
                    return found
                left -= (closed - opened) / timedelta(minutes=1)
            day -= timedelta(days=1)

    def today_at(self, share: float) -> datetime:
        """A moment of this day, whatever weekday it is: so much of it as has passed."""
        midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + share * (self.now - midnight)
