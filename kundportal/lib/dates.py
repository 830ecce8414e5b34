"""Days and times as people read them, and working days as a country counts them.

What is shown is in the reader's zone. A day that is counted or promised is the installation's: it
is the same day for whoever reads of it, wherever they are.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from babel import Locale
from babel.dates import get_day_names, get_month_names
from django.utils import timezone, translation
from django.utils.translation import gettext as _

END_OF_WORK = time(17, 0)


@lru_cache(maxsize=32)
def _holidays(country: str) -> holidays.HolidayBase:
    # De facto holidays are the eves (Midsummer, Christmas, New Year) on which nobody works.
    supported = holidays.country_holidays(country).supported_categories
    return holidays.country_holidays(
        country, categories=[c for c in ("public", "de_facto") if c in supported]
    )


def is_working_day(day: date, *, country: str = "SE") -> bool:
    return day.weekday() < 5 and day not in _holidays(country)


def add_working_days(start: date, count: int, *, country: str = "SE") -> date:
    """The day that is `count` working days after `start`; the start itself never counts."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day, country=country):
            count -= 1
    return day


def working_days_between(start: date, end: date, *, country: str = "SE") -> int:
    """How many working days it took from `start` to `end`; the start itself never counts."""
    days = (start + timedelta(days=count) for count in range(1, (end - start).days + 1))
    return sum(is_working_day(one, country=country) for one in days)


def today() -> date:
    """The day that it is for those who count days, whoever asks."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def day_of(moment: datetime) -> date:
    """The day on which something happened, for those who count days."""
    return moment.astimezone(timezone.get_default_timezone()).date()


def beginning_of(day: date) -> datetime:
    return _at(day, time())


def end_of_work(day: date) -> datetime:
    """The moment on that day by which a promise for the day must be kept."""
    return _at(day, END_OF_WORK)


def _at(day: date, time_of_day: time) -> datetime:
    own = timezone.get_default_timezone()
    return timezone.make_aware(datetime.combine(day, time_of_day), own)


@lru_cache(maxsize=8)
def _names(language: str) -> tuple[dict, dict, dict]:
    locale = Locale.parse(language)
    return (
        dict(get_day_names("wide", locale=locale)),
        dict(get_month_names("wide", locale=locale)),
        dict(get_month_names("abbreviated", locale=locale)),
    )


def _language() -> str:
    return (translation.get_language() or "sv").split("-")[0]


def day(value: date | datetime) -> str:
    """`torsdag 26 november`, with the year where it is not the present one."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    weekdays, months, _short = _names(_language())
    text = f"{weekdays[value.weekday()]} {value.day} {months[value.month]}"
    return text if value.year == timezone.localdate().year else f"{text} {value.year}"


def moment(value: datetime) -> str:
    """`i dag 14:32`, `i går 09:10`, `26 nov.`, `26 nov. 2025`: short, for lists."""
    local = timezone.localtime(value)
    today = timezone.localdate()
    ago = (today - local.date()).days
    if ago == 0:
        return _("today %(time)s") % {"time": f"{local:%H:%M}"}
    if ago == 1:
        return _("yesterday %(time)s") % {"time": f"{local:%H:%M}"}
    short = _names(_language())[2]
    text = f"{local.day} {short[local.month]}"
    return text if local.year == today.year else f"{text} {local.year}"


def exact(value: datetime) -> str:
    """`torsdag 26 november 2026 14:32`: for titles and screen readers."""
    local = timezone.localtime(value)
    weekdays, months, _short = _names(_language())
    return f"{weekdays[local.weekday()]} {local.day} {months[local.month]} {local:%Y %H:%M}"
