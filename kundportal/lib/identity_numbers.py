"""Finds national identity numbers in what people write: Sweden, Norway, Denmark and Finland.

A number is looked for as people write it: with or without century, with any dash, plus or space
between its groups, with other digits than ours, in the middle of a word of a file name. It counts
when its date is one, its check digits are right, and what stands before it does not say that it
is something else, such as a phone or an order. Every step goes once over the text.

Denmark gives numbers without a check digit since 2007. So one that is written as only they are
(`010203-4567`) counts without it, unless the words before it name an order or the like; otherwise
it needs the check digit or a word such as "CPR".
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from stdnum import luhn
from stdnum.dk import cpr
from stdnum.fi import hetu
from stdnum.no import fodselsnummer

from kundportal.lib import dates
from kundportal.lib import identity_cues as cues
from kundportal.lib.plain_signs import Plain

MASK = "•"
SHOWN = 2  # so many signs at the end stay, for the writer to know which number it is
# How many digits stand in each group, and whose numbers are written so.
LAYOUTS = {
    (10,): "SE DK", (6, 4): "SE DK", (2, 2, 2, 4): "SE DK", (2, 2, 2, 2, 2): "SE",
    (12,): "SE", (8, 4): "SE", (2, 10): "SE", (2, 6, 4): "SE", (4, 4, 4): "SE",
    (4, 2, 2, 4): "SE", (2, 2, 2, 2, 4): "SE",
    (11,): "NO", (6, 5): "NO", (6, 3, 2): "NO", (2, 2, 2, 5): "NO", (2, 2, 2, 3, 2): "NO",
}  # fmt: skip
_BEGINNINGS = {layout[:count] for layout in LAYOUTS for count in range(1, len(layout) + 1)}
_RUN = re.compile(r"\d+(?:(?:[-+ _./\\]{1,4}|[- ]{0,2}\n ?)\d+)*")
_GROUP = re.compile(r"\d+")
_FINNISH = re.compile(
    r"(?<!\d)(\d\d)[. ]?(\d\d)[. ]?(\d\d)[ _]?([-+A-FU-Y])[ _]?(\d{3})([0-9A-Y])(?![0-9A-Z])",
    re.IGNORECASE,
)
# What schools give pupils until they have a number: a date, and T or TF with digits.
_TEMPORARY = re.compile(
    r"(?<!\d)(?:((?:19|20)\d{6})[- _]?|(\d{6})-)(?:TF\d\d|T\d{3})(?![0-9A-Z])", re.IGNORECASE
)
_NEW_IN_NORWAY = date(2032, 1, 1)


@dataclass(frozen=True)
class Found:
    """Where in a text a number stands, and of which country it is."""

    start: int
    end: int
    country: str


class _Group(NamedTuple):
    start: int
    end: int
    digits: str


def find(text: str, *, today: date | None = None) -> list[Found]:
    """The identity numbers of a text, in their order."""
    plain = Plain.of(text)
    today = today or dates.today()
    found = [*_in_digits(plain.text, today)]
    taken = {place for one in found for place in range(one.start, one.end)}
    lettered = _with_letters(plain.text, today)
    found += [one for one in lettered if taken.isdisjoint({one.start, one.end - 1})]
    found.sort(key=lambda one: one.start)
    return [Found(*plain.place(one.start, one.end), one.country) for one in found]


def mask(text: str, found: list[Found]) -> str:
    """The text with bullets for the signs of each number but its last; as long as before."""
    signs = list(text)
    for one in found:
        written = [at for at in range(one.start, one.end) if text[at].isalnum()]
        for at in written[:-SHOWN]:
            signs[at] = MASK
    return "".join(signs)


def _with_letters(text: str, today: date) -> Iterator[Found]:
    for match in _FINNISH.finditer(text):
        if hetu.is_valid("".join(match.groups()), allow_temporary=True):
            yield Found(match.start(), match.end(), "FI")
    for match in _TEMPORARY.finditer(text):
        if _is_swedish_date(match[1] or match[2], today):
            yield Found(match.start(), match.end(), "SE")


def _in_digits(text: str, today: date) -> Iterator[Found]:
    for run in _RUN.finditer(text):
        if run.end() - run.start() < 10:
            continue
        groups = [
            _Group(one.start(), one.end(), one[0])
            for one in _GROUP.finditer(text, run.start(), run.end())
        ]
        first = 0
        while first < len(groups):
            count, country = _longest(text, groups, first, today)
            if country:
                yield Found(groups[first].start, groups[first + count - 1].end, country)
            first += count


def _longest(text: str, groups: list[_Group], first: int, today: date) -> tuple[int, str]:
    """How many groups from the first on are a number, and whose; else 1 and nothing."""
    layout: tuple[int, ...] = ()
    best = (1, "")
    for last in range(first, min(first + 5, len(groups))):
        layout += (len(groups[last].digits),)
        if layout not in _BEGINNINGS:
            break
        if countries := LAYOUTS.get(layout):
            candidate = _Candidate(text, groups, first, last, today)
            if country := candidate.country(countries):
                best = (last - first + 1, country)
    return best


class _Candidate:
    """Some groups of digits that may be a number."""

    def __init__(self, text: str, groups: list[_Group], first: int, last: int, today: date) -> None:
        self.today = today
        self.groups = groups[first : last + 1]
        self.digits = "".join(one.digits for one in self.groups)
        self.is_plain = first == last
        self.gaps = [
            text[one.end : after.start]
            for one, after in zip(self.groups, self.groups[1:], strict=False)
        ]
        start, end = groups[first].start, groups[last].end
        self.before = text[groups[first - 1].end : start] if first else text[start - 1 : start]
        self.after = text[end : groups[last + 1].start] if last + 1 < len(groups) else ""
        self.is_first = first == 0
        self.letters = text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()
        self.text = text

    @cached_property
    def said(self) -> str:
        """What the words before it say that it is."""
        return cues.before(self.text, self.groups[0].start)

    @property
    def is_named(self) -> bool:
        return self.said == cues.IDENTITY

    def country(self, countries: str) -> str:
        """Whose number it is: "SE", "NO", "DK", or nothing."""
        if not self._is_written_so():
            return ""
        if "SE" in countries and self._is_swedish() and not self._is_else(self.digits[:-8]):
            return "SE"
        if "NO" in countries and self._is_norwegian() and not self._is_else():
            return "NO"
        return "DK" if "DK" in countries and self._is_danish() else ""

    def _is_written_so(self) -> bool:
        """Whether the signs around and between the digits may stand in such a number."""
        if self.is_first and self.before == "+":  # a phone with its country
            return False
        if self.is_plain:
            # Alone, or at least not a piece of a decimal, a version or a longer code.
            return not (self._is_tight(self.before) and not self.is_first) and not self._is_tight(
                self.after
            )
        *dates, last = self.gaps
        if "." in last or "\n" in "".join(dates) or len(set(dates)) > 1:
            return False
        # "2026-03-01 2026-06-30" is two dates.
        return not (len(self.groups) > 2 and self._is_tight(self.after))

    @staticmethod
    def _is_tight(gap: str) -> bool:
        return bool(gap) and not any(sign in " _\n" for sign in gap)

    def _is_else(self, year: str = "") -> bool:
        """Whether it is something else by what is said, or by how it looks without a hyphen.

        `year` is that of the birth, where a day and a time would look the same.
        """
        if "-" in "".join(self.gaps[-1:]) or self.is_named:
            return False
        if year and self._is_moment(year):
            return True
        if not self.is_plain or len(self.digits) == 12:
            return False
        if self.said in {cues.OTHER, cues.PHONE} or self.letters:
            return True
        return bool(cues.MOBILE.fullmatch(self.digits)) and self.said != cues.PERSON

    def _is_moment(self, *years: str) -> bool:
        """Whether it is a recent day and a time of day, as in names of files and logs."""
        time = self.digits[-4:]
        if len(self.groups[0].digits) == 4 and "2000" <= time < "2036":
            return True  # a day, and a year after it
        recent = {self.today.year, self.today.year - 1}
        is_recent = any(int(year) % 2000 in {one % 2000 for one in recent} for year in years)
        return is_recent and time[:2] < "24" and time[2:] < "60"

    def _is_swedish(self) -> bool:
        digits = self.digits
        return (
            digits[-4:-1] != "000"
            and luhn.is_valid(digits[-10:])
            and _is_swedish_date(digits[:-4], self.today)
        )

    def _is_danish(self) -> bool:
        if not cpr.is_valid(self.digits):
            return False
        if self.is_named:
            return True
        if self._is_else(self.digits[4:6]) or self.said in {cues.OTHER, cues.PHONE}:
            return False
        if cpr.checksum(self.digits) == 0:
            return "\n" not in "".join(self.gaps)
        is_moment = self._is_moment(self.digits[:2], self.digits[4:6])
        return len(self.groups) == 2 and self.gaps[0] == "-" and not is_moment

    def _is_norwegian(self) -> bool:
        digits = self.digits
        day, month = int(digits[:2]), int(digits[2:4])
        # 40 more in the day is a D-number, in the month a number of the health service; 80 more
        # in the month is a made-up person of the tax authority.
        day -= 40 if day > 40 else 0
        month -= 80 if month > 80 else 40 if month > 40 else 0
        if not _is_day(2000 + int(digits[4:6]), month, day):
            return False
        if digits[10] != fodselsnummer.calc_check_digit2(digits):
            return False
        # From 2032 the sum behind the first check digit may also leave 1, 2 or 3.
        right = fodselsnummer.calc_check_digit1(digits)
        is_new = self.today >= _NEW_IN_NORWAY
        return digits[9] == right or (
            (is_new or self.is_named) and (int(digits[9]) - int(right)) % 11 in {1, 2, 3}
        )


def _is_swedish_date(digits: str, today: date) -> bool:
    """Whether six or eight digits are a day of birth; 60 more is a coordination number."""
    month, day = int(digits[-4:-2]), int(digits[-2:])
    day -= 60 if day > 60 else 0
    if len(digits) == 6:
        return _is_day(2000 + int(digits[:2]), month, day)
    year = int(digits[:4])
    return year >= 1850 and _is_day(year, month, day) and date(year, month, day) <= today


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
