"""A field for each kind of question, and what of it is kept.

A field's `clean` gives what is stored as JSON; files stay uploads until the ticket is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kundportal.lib import dates
from kundportal.lib.forms import LineField, TextField
from kundportal.people.models import Person
from kundportal.tickets.asking.questions import Days, Kind, Question
from kundportal.tickets.forms.fields import attachments_field

FEW = 7  # so many choices stand open; more of them fold into a list
MOST_DIGITS, MOST_DECIMALS = 15, 4
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)

People = Callable[[], Sequence[Person]]


class DayField(forms.DateField):
    """A day, within what the question takes."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, *, days: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.days = days

    def clean(self, value: Any) -> str | None:
        day = super().clean(value)
        if day is None:
            return None
        today = dates.today()
        if not EARLIEST <= day <= LATEST:
            raise ValidationError(_("Write a day between the years 1900 and 2199."))
        if self.days == Days.PAST and day > today:
            raise ValidationError(_("Write today's date or an earlier one."))
        if self.days == Days.FUTURE and day < today:
            raise ValidationError(_("Write today's date or a later one."))
        return str(day)


class AmountField(forms.DecimalField):
    """A number as people write it: with a comma, and with spaces between the thousands."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        typed = "".join(str(value or "").split()).replace(",", ".").replace("−", "-")
        if len(typed) > 2 * MOST_DIGITS:
            raise ValidationError(_("Write a number."))
        return super().to_python(typed)

    def clean(self, value: Any) -> str | None:
        number = super().clean(value)
        return None if number is None else format(number.normalize(), "f")


class SchoolUnitField(LineField):
    """A code of Sweden's register of school units: eight digits, of which none is a check digit."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def clean(self, value: Any) -> str | None:
        code = super().clean(value).replace(" ", "")
        if code and not (len(code) == 8 and code.isascii() and code.isdigit()):
            raise ValidationError(_("A school unit code has eight digits."))
        return code or None


class PersonField(forms.ChoiceField):
    """Somebody at the reader's organisation."""

    def clean(self, value: Any) -> dict[str, int] | None:
        chosen = super().clean(value)
        return {"person": int(chosen)} if chosen else None


class LineOrNothing(LineField):
    def clean(self, value: Any) -> str | None:
        return super().clean(value) or None


class TextOrNothing(TextField):
    def clean(self, value: Any) -> str | None:
        return super().clean(value) or None


class OneField(forms.ChoiceField):
    def clean(self, value: Any) -> str | None:
        return super().clean(value) or None


class SeveralField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, words: dict[str, str], **kwargs: Any) -> None:
        super().__init__(choices=list(words.items()), **kwargs)
        self.in_order = list(words)

    def clean(self, value: Any) -> list[str] | None:
        chosen = set(super().clean(value))
        return [one for one in self.in_order if one in chosen] or None


def field_for(question: Question, people: People) -> forms.Field:
    """The field of a question, in the reader's language."""
    common = {
        "label": question.label,
        "help_text": question.help,
        "required": question.required,
    }
    common["error_messages"] = {"required": _required(question)}
    return _MAKERS[Kind(question.kind)](question, people, common)


def _required(question: Question) -> str:
    if question.kind in {Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, Kind.PERSON}:
        return _("Choose an answer to “%(question)s”.") % {"question": question.label}
    return _("Answer “%(question)s”.") % {"question": question.label}


def _short(question: Question, _people: People, common: dict[str, Any]) -> forms.Field:
    return LineOrNothing(max_length=200, **common)


def _long(question: Question, _people: People, common: dict[str, Any]) -> forms.Field:
    return TextOrNothing(max_length=5000, **common)


def _choice(question: Question, _people: People, common: dict[str, Any]) -> forms.Field:
    choices = list(question.choices.items())
    if len(choices) <= FEW:
        return OneField(choices=choices, widget=forms.RadioSelect, **common)
    return OneField(choices=[("", _("Choose")), *choices], **common)


def _choices(question: Question, _people: People, common: dict[str, Any]) -> forms.Field:
    return SeveralField(words=question.choices, **common)


def _date(question: Question, _people: People, common: dict[str, Any]) -> forms.Field:
    common["error_messages"]["invalid"] = _("Write a date, such as 2026-11-30.")
    return DayField(days=question.days, **common)


def _number(question: Question, _people: People, common: dict[str, Any]) -> forms.Field:
    common["error_messages"]["invalid"] = _("Write a number.")
    return AmountField(
        max_digits=MOST_DIGITS,
        decimal_places=MOST_DECIMALS,
        min_value=Decimal(question.least) if question.least else None,
        max_value=Decimal(question.most) if question.most else None,
        **common,
    )


def _person(question: Question, people: People, common: dict[str, Any]) -> forms.Field:
    choices = [("", _("Choose a person"))] + [(str(one.pk), one.name) for one in people()]
    return PersonField(choices=choices, **common)


def _file(question: Question, _people: People, common: dict[str, Any]) -> forms.Field:
    field = attachments_field()
    field.label, field.required = common["label"], common["required"]
    field.help_text = " ".join(filter(None, [common["help_text"], str(field.help_text)]))
    field.error_messages["required"] = common["error_messages"]["required"]
    return field


def _school_unit(question: Question, _people: People, common: dict[str, Any]) -> forms.Field:
    common["help_text"] = common["help_text"] or _("Eight digits, from the school unit register.")
    return SchoolUnitField(max_length=20, **common)


_MAKERS: dict[str, Callable[[Question, People, dict[str, Any]], forms.Field]] = {
    Kind.SHORT: _short,
    Kind.LONG: _long,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _choice,
    Kind.DATE: _date,
    Kind.NUMBER: _number,
    Kind.PERSON: _person,
    Kind.FILE: _file,
    Kind.SCHOOL_UNIT: _school_unit,
}
