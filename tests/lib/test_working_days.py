"""Working days, against tables made by hand from the laws and customs of the four countries.

Easter Sunday is 20 April 2025, 5 April 2026, 28 March 2027 and 16 April 2028. From it follow Maundy
Thursday (-3), Good Friday (-2), Easter Monday (+1), Ascension Day (+39) and Whit Monday (+50). The
other days have a date of their own, but for Midsummer Eve: the Friday between 19 and 25 June.

Each table names the free days from Monday to Friday; those that fall on a weekend stand beside it.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from kundportal.lib import dates

# New Year, Epiphany, Good Friday, Easter Monday, 1 May, Ascension Day, National Day on 6 June,
# Midsummer Eve, Christmas Eve, Christmas Day, Boxing Day, New Year's Eve. Whit Monday is a working
# day since 2005; Midsummer Day and All Saints' Day are always Saturdays.
SWEDEN = {
    2025: "01-01 01-06 04-18 04-21 05-01 05-29 06-06 06-20 12-24 12-25 12-26 12-31",
    2026: "01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25 12-31",
    # In 2026 are 6 June and 26 December Saturdays; in 2027 are 1 May and 25 December Saturdays,
    # and 6 June and 26 December Sundays.
    2027: "01-01 01-06 03-26 03-29 05-06 06-25 12-24 12-31",
    # In 2028 are 1 January a Saturday, and 24 and 31 December Sundays.
    2028: "01-06 04-14 04-17 05-01 05-25 06-06 06-23 12-25 12-26",
}
# New Year, Maundy Thursday, Good Friday, Easter Monday, 1 May, Constitution Day on 17 May,
# Ascension Day, Whit Monday, Christmas and New Year with their eves, which are half days.
NORWAY = {
    2025: "01-01 04-17 04-18 04-21 05-01 05-29 06-09 12-24 12-25 12-26 12-31",  # 17 May: Saturday
    2026: "01-01 04-02 04-03 04-06 05-01 05-14 05-25 12-24 12-25 12-31",  # 17 May: Sunday
    2027: "01-01 03-25 03-26 03-29 05-06 05-17 12-24 12-31",  # 17 May is Whit Monday too
    2028: "04-13 04-14 04-17 05-01 05-17 05-25 06-05 12-25 12-26",
}
# New Year, Maundy Thursday, Good Friday, Easter Monday, Ascension Day, Whit Monday, Constitution
# Day on 5 June, Christmas and New Year with their eves. The Great Prayer Day (the fourth Friday
# after Easter) is a working day since 2024: 16 May 2025, 1 May 2026, 23 April 2027, 12 May 2028.
DENMARK = {
    2025: "01-01 04-17 04-18 04-21 05-29 06-05 06-09 12-24 12-25 12-26 12-31",
    2026: "01-01 04-02 04-03 04-06 05-14 05-25 06-05 12-24 12-25 12-31",
    2027: "01-01 03-25 03-26 03-29 05-06 05-17 12-24 12-31",  # 5 June: Saturday
    2028: "04-13 04-14 04-17 05-25 06-05 12-25 12-26",  # 5 June is Whit Monday too
}
# New Year, Good Friday, Easter Monday, 1 May, Ascension Day, Whit Monday, German Unity Day on 3
# October, Christmas and New Year with their eves. Not what only some of the states keep: Epiphany,
# Corpus Christi, Assumption Day, Reformation Day, All Saints' Day, the Day of Repentance.
GERMANY = {
    2025: "01-01 04-18 04-21 05-01 05-29 06-09 10-03 12-24 12-25 12-26 12-31",
    2026: "01-01 04-03 04-06 05-01 05-14 05-25 12-24 12-25 12-31",  # 3 October: Saturday
    2027: "01-01 03-26 03-29 05-06 05-17 12-24 12-31",  # 3 October: Sunday
    2028: "04-14 04-17 05-01 05-25 06-05 10-03 12-25 12-26",
}
TABLES = {"SE": SWEDEN, "NO": NORWAY, "DK": DENMARK, "DE": GERMANY}
YEARS = [(country, year) for country, table in TABLES.items() for year in table]


@pytest.mark.parametrize(("country", "year"), YEARS)
def test_the_free_weekdays_are_those_of_the_table(country, year):
    days = [date(year, 1, 1) + timedelta(days=count) for count in range(366)]
    free = [
        f"{day:%m-%d}"
        for day in days
        if day.year == year and day.weekday() < 5 and not dates.is_working_day(day, country=country)
    ]
    assert free == TABLES[country][year].split()


@pytest.mark.parametrize(("country", "year"), YEARS)
def test_no_weekend_is_worked(country, year):
    days = [date(year, 1, 1) + timedelta(days=count) for count in range(366)]
    assert not [
        one for one in days if one.weekday() > 4 and dates.is_working_day(one, country=country)
    ]


@pytest.mark.parametrize(
    ("country", "start", "end"),
    [
        ("SE", date(2026, 6, 17), date(2026, 6, 23)),  # over Midsummer
        ("NO", date(2027, 5, 13), date(2027, 5, 19)),  # over Whitsun, which is the national day
        ("DK", date(2025, 5, 15), date(2025, 5, 20)),  # over what was the Great Prayer Day
        ("DE", date(2025, 10, 1), date(2025, 10, 7)),  # over German Unity Day
        ("DK", date(2026, 12, 22), date(2026, 12, 29)),  # over Christmas
        ("NO", date(2026, 3, 31), date(2026, 4, 8)),  # over Easter
    ],
)
def test_three_working_days_later(country, start, end):
    assert dates.add_working_days(start, 3, country=country) == end
    assert dates.working_days_between(start, end, country=country) == 3


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", "torsdag 26 november 2020"),
        ("en", "Thursday 26 November 2020"),
        ("nb", "torsdag 26. november 2020"),
        ("da", "torsdag den 26. november 2020"),
        ("de", "Donnerstag, 26. November 2020"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language, words):
    with translation.override(language):
        assert dates.day(date(2020, 11, 26)) == words
