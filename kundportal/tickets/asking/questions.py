"""The questions of a form: what each one is, and when it is asked.

A question stands in its version as JSON; `Question` reads it. `applying` alone decides which ones
are asked, for the page, for what is kept and for what is missing; a browser only foretells it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kundportal.lib.texts import in_readers_language

MOST_QUESTIONS = 60
MOST_OPTIONS = 40
MOST_MATTERS = 30
# What a question may hang on besides another question.
PRODUCT, MATTER = "product", "matter"
RESERVED = {PRODUCT, MATTER}

Chosen = Callable[[str], set[str]]


class Kind(models.TextChoices):
    """What is asked for."""

    SHORT = "short", _("Short text")
    LONG = "long", _("Long text")
    CHOICE = "choice", _("One of several")
    CHOICES = "choices", _("Several of several")
    YES_NO = "yes-no", _("Yes or no")
    DATE = "date", _("Date")
    NUMBER = "number", _("A number")
    PERSON = "person", _("Person at the organisation")
    FILE = "file", _("File")
    SCHOOL_UNIT = "school-unit", _("School unit code")


class Days(models.TextChoices):
    """Which days a question for a date takes."""

    ANY = "", _("Any day")
    PAST = "past", _("Today or earlier")
    FUTURE = "future", _("Today or later")


OF_OPTIONS = {Kind.CHOICE, Kind.CHOICES}
# What others may hang on: the answers that can be counted up.
DECIDING = {Kind.CHOICE, Kind.CHOICES, Kind.YES_NO}
YES_AND_NO = {"yes": _("Yes"), "no": _("No")}


@dataclass(frozen=True)
class Question:
    """One question. `of` and `values` say on what it hangs; `limited`, that only some see it."""

    key: str
    kind: str
    labels: dict[str, str]
    helps: dict[str, str] = field(default_factory=dict)
    required: bool = False
    options: list[dict[str, Any]] = field(default_factory=list)
    of: str = ""
    values: list[str] = field(default_factory=list)
    limited: bool = False
    days: str = ""
    least: str = ""
    most: str = ""

    @property
    def label(self) -> str:
        return in_readers_language(self.labels)

    @property
    def help(self) -> str:
        return in_readers_language(self.helps)

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def field_name(self) -> str:
        return f"field_{self.key}"

    @property
    def choices(self) -> dict[str, str]:
        """The words of each value that can be chosen."""
        if self.kind == Kind.YES_NO:
            return {value: str(words) for value, words in YES_AND_NO.items()}
        return {one["value"]: in_readers_language(one["labels"]) for one in self.options}

    def takes(self, value: Any) -> bool:
        """Whether an answer that was given elsewhere answers this question too."""
        if self.kind == Kind.CHOICE or self.kind == Kind.YES_NO:
            return value in self.choices
        if self.kind == Kind.CHOICES:
            return isinstance(value, list) and set(value) <= self.choices.keys()
        return True


def read(stored: Iterable[dict[str, Any]]) -> list[Question]:
    return [Question(**one) for one in stored]


def applying(questions: Sequence[Question], chosen: Chosen) -> set[str]:
    """The keys of the questions that are asked; `chosen` gives what is chosen in a question.

    What hangs on a question that is not asked is not asked either, whatever was sent.
    """
    there = {one.key: one for one in questions}
    known: dict[str, bool] = {}

    def is_asked(key: str, behind: frozenset[str]) -> bool:
        if key not in there or key in behind:
            return False
        if key not in known:
            known[key] = _holds(there[key], behind | {key})
        return known[key]

    def _holds(one: Question, behind: frozenset[str]) -> bool:
        if not one.of:
            return True
        if one.of not in RESERVED and not is_asked(one.of, behind):
            return False
        return not chosen(one.of).isdisjoint(one.values)

    return {one.key for one in questions if is_asked(one.key, frozenset())}


def in_circle(questions: Iterable[Question]) -> set[str]:
    """The keys of the questions that wait for each other, or for one that does."""
    hangs_on = {one.key: one.of for one in questions}
    found = set()
    for key in hangs_on:
        seen, at = set(), key
        while at in hangs_on and at not in seen:
            seen.add(at)
            at = hangs_on[at]
        if at in seen:
            found.add(key)
    return found


def values_of(answer: Any) -> set[str]:
    """What a stored answer chooses."""
    if isinstance(answer, list):
        return {one for one in answer if isinstance(one, str)}
    return {answer} if answer and isinstance(answer, str) else set()
