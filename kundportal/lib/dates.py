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


# The whole of such a day is off for most of those who work in a public office, or the afternoon is.
_EVES: dict[str, set[tuple[int, int]]] = {
    "SE": {(12, 24), (12, 31)},
    "NO": {(12, 24), (12, 31)},
    "DK": {(6, 5), (12, 24), (12, 31)},
    "DE": {(12, 24), (12, 31)},
}


@lru_cache(maxsize=32)
def _holidays(country: str) -> holidays.HolidayBase:
    # Sweden's de facto holidays hold Midsummer Eve, which no law makes a holiday.
    supported = holidays.country_holidays(country).supported_categories
    return holidays.country_holidays(
        country, categories=[c for c in ("public", "de_facto") if c in supported]
    )


@lru_cache(maxsize=32)
def calendar_of(country: str) -> str:
    """The country itself where its holidays are known, else Sweden."""
    return country if country in holidays.list_supported_countries() else "SE"


def is_working_day(day: date, *, country: str = "SE") -> bool:
    """Whether the country's public offices work that day, to the end.

    Free are Saturdays and Sundays, the public holidays of the whole country (in Germany no single
    state's), and the eves on which an office closes or goes home at noon: Christmas Eve and New
    Year's Eve everywhere, Midsummer Eve in Sweden, Constitution Day in Denmark. Norway's two eves
    are half days; a promise counts whole days, so they do not count. What only shortens the
    afternoon in some places counts as a working day: Maundy Thursday and Walpurgis Night in
    Sweden, the Wednesday before Easter in Norway, 1 May in Denmark, carnival in Germany.
    """
    is_eve = (day.month, day.day) in _EVES.get(country, ())
    return day.weekday() < 5 and not is_eve and day not in _holidays(country)


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


# How a day of the month is put in words; English and Swedish write no more than its number.
_LONG = {"nb": "{weekday} {day}. {month}", "da": "{weekday} den {day}. {month}",
         "de": "{weekday}, {day}. {month}"}  # fmt: skip
_SHORT = {"nb": "{day}. {month}", "da": "{day}. {month}", "de": "{day}. {month}"}


def _long(value: date) -> str:
    weekdays, months, _short_months = _names(_language())
    form = _LONG.get(_language(), "{weekday} {day} {month}")
    return form.format(weekday=weekdays[value.weekday()], day=value.day, month=months[value.month])


def day(value: date | datetime) -> str:
    """`torsdag 26 november`, with the year where it is not the present one."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    text = _long(value)
    return text if value.year == timezone.localdate().year else f"{text} {value.year}"


def month(value: date) -> str:
    """`november 2026`."""
    return f"{_names(_language())[1][value.month]} {value.year}"


def day_and_time(value: datetime) -> str:
    """`torsdag 26 november kl. 14:32`: for sentences."""
    time = f"{timezone.localtime(value):%H:%M}"
    return _("%(day)s at %(time)s") % {"day": day(value), "time": time}


def clock(value: datetime) -> str:
    """`14:32`: for what has just happened."""
    return f"{timezone.localtime(value):%H:%M}"


def moment(value: datetime) -> str:
    """`i dag 14:32`, `i går 09:10`, `26 nov.`, `26 nov. 2025`: short, for lists."""
    local = timezone.localtime(value)
    today = timezone.localdate()
    ago = (today - local.date()).days
    if ago == 0:
        return _("today %(time)s") % {"time": f"{local:%H:%M}"}
    if ago == 1:
        return _("yesterday %(time)s") % {"time": f"{local:%H:%M}"}
    return short(local)


def brief(value: datetime) -> str:
    """`26 nov. 14:32`, `26 nov. 2025 14:32`: short and still exact, for tables and facts."""
    local = timezone.localtime(value)
    return f"{short(local)} {local:%H:%M}"


def short(value: date) -> str:
    """`26 nov.`, `26 nov. 2025`: for columns of days."""
    months = _names(_language())[2]
    form = _SHORT.get(_language(), "{day} {month}")
    text = form.format(day=value.day, month=months[value.month])
    return text if value.year == timezone.localdate().year else f"{text} {value.year}"


def exact(value: datetime) -> str:
    """`torsdag 26 november 2026 14:32`: for titles and screen readers."""
    local = timezone.localtime(value)
    return f"{_long(local.date())} {local:%Y %H:%M}"
