"""Forms that ask the questions of a version, those that apply and no others.

All questions that the reader may meet stand on the page, those that do not apply hidden and
switched off, so that a script can show them at once. What applies is decided here again from what
was sent: a question that does not is neither demanded nor kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kundportal.people.models import Person
from kundportal.tickets.asking.questions import RESERVED, Kind, Question, applying
from kundportal.tickets.forms.answer_fields import field_for
from kundportal.tickets.forms.intake import Intake
from kundportal.tickets.models.answers import Given
from kundportal.tickets.models.form_version import FormVersion

ASKED = "asked"  # says which questions stood open when the form was sent


@dataclass(frozen=True)
class Placed:
    """A question as it stands on the page."""

    question: Question
    bound: forms.BoundField
    applies: bool
    of: str
    values: str

    @property
    def rows(self) -> int | None:
        return 4 if self.question.kind == Kind.LONG else None


class AskingForm(Intake, forms.Form):
    """A form with the questions of `version`, as the organisation of its reader meets them."""

    version: FormVersion
    questions: list[Question]

    def ask(self, version: FormVersion, person: Person, questions: list[Question]) -> None:
        """Adds the fields of these questions of the version; called when the form has its own."""
        self.version, self.questions, self.person = version, questions, person
        self.every = {one.field_name: field_for(one, lambda: self.people) for one in questions}
        self.applying = applying(version.asked, self._chosen)
        self.fields.update(
            (one.field_name, self.every[one.field_name])
            for one in questions
            if one.key in self.applying
        )

    @cached_property
    def people(self) -> list[Person]:
        """The reader's colleagues, asked for once however many questions want one."""
        return list(Person.objects.colleagues_of(self.person))

    @property
    def placed(self) -> Iterator[Placed]:
        """All questions in their order, for the page."""
        here = self.fields.keys() | self.every.keys()
        for one in self.questions:
            field, applies, of = self.every[one.field_name], one.key in self.applying, one.of
            of = self._name_of(of) if self._name_of(of) in here else ""
            if not applies and not of:
                continue  # what it hangs on does not stand on this page
            yield Placed(
                question=one,
                bound=field.get_bound_field(self, one.field_name),
                applies=applies,
                of=of,
                values=json.dumps(self.values_of(one)),
            )

    def chosen_elsewhere(self, of: str) -> set[str]:
        """What is chosen for product or kind of matter."""
        raise NotImplementedError

    def values_of(self, question: Question) -> list[str]:
        """What the page's own field must hold for the question to be shown."""
        return question.values

    def given(self) -> Given:
        """The answers of a form that is valid."""
        found = Given(self.version)
        for one in self.questions:
            if one.key not in self.applying:
                continue
            value = self.cleaned_data.pop(one.field_name, None)
            if one.kind == Kind.FILE:
                found.values[one.key] = None
                found.files[one.key] = value or []
            else:
                found.values[one.key] = value
        found.files = {key: uploads for key, uploads in found.files.items() if uploads}
        return found

    def clean(self) -> dict[str, Any]:
        """A question that has come into play since the form was shown is shown before it is taken.

        Without scripts the reader could not have seen it.
        """
        data = super().clean() or self.cleaned_data
        self._demand_files(data)
        if self.errors or ASKED not in self.data:
            return data  # with something to correct all of it is shown again anyhow
        shown = self._listed(ASKED)
        for one in self.questions:
            is_new = one.key in self.applying and one.of and one.key not in shown
            if is_new and not data.get(one.field_name):
                words = _("“%(question)s” belongs to what you have chosen. Answer it, or leave it "
                          "empty and send again.")  # fmt: skip
                self.add_error(one.field_name, ValidationError(words % {"question": one.label}))
        return data

    def _demand_files(self, data: dict[str, Any]) -> None:
        # Here and not in the field, since files may have been kept from an earlier try.
        for one in self.questions:
            name = one.field_name
            is_wanted = one.kind == Kind.FILE and one.required and name in self.fields
            if is_wanted and name not in self.errors and not data.get(name):
                self.add_error(name, self.every[name].error_messages["required"])

    def _name_of(self, of: str) -> str:
        return of if not of or of in RESERVED else f"field_{of}"

    def _chosen(self, of: str) -> set[str]:
        if of in RESERVED:
            return self.chosen_elsewhere(of)
        return self._sent(f"field_{of}")

    def _sent(self, name: str) -> set[str]:
        """The values of a field as they were sent, or as the form begins with them."""
        if self.is_bound:
            return self._listed(self.add_prefix(name))
        begun = self.initial.get(name, "")
        values = begun if isinstance(begun, list) else [begun]
        return {str(getattr(one, "pk", one)) for one in values if one}

    def _listed(self, name: str) -> set[str]:
        getlist = getattr(self.data, "getlist", None)
        return set(getlist(name) if getlist else filter(None, [self.data.get(name)]))
