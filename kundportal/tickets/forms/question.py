"""What an administrator sends about one question of a form."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import TextField
from kundportal.people.texts_form import LANGUAGES, TextsForm
from kundportal.products.models import Product
from kundportal.tickets.asking.questions import (
    DECIDING,
    MATTER,
    MOST_OPTIONS,
    OF_OPTIONS,
    PRODUCT,
    RESERVED,
    Days,
    Kind,
    Question,
    in_circle,
)
from kundportal.tickets.forms.answer_fields import AmountField
from kundportal.tickets.forms.building import (
    TAKEN,
    OrganisationsField,
    SeenField,
    names_of,
    new_key,
)
from kundportal.tickets.models import FormVersion

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
LONGEST_OPTION = 120


class QuestionForm(TextsForm):
    """A question: its kind, texts and choices, and when and to whom it is shown."""

    kind = forms.ChoiceField(label=_("Kind of answer"), choices=Kind.choices)
    key = forms.CharField(
        label=_("Short name"),
        required=False,
        max_length=40,
        help_text=_("Questions of other forms with the same short name share their answer when a "
                    "ticket changes form. Left empty it is made from the question."),
    )  # fmt: skip
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    days = forms.ChoiceField(label=_("Which days"), choices=Days.choices, required=False)
    least = AmountField(label=_("Least number"), required=False, max_digits=15, decimal_places=4)
    most = AmountField(label=_("Greatest number"), required=False, max_digits=15, decimal_places=4)
    new_options = TextField(
        label=_("Choices"),
        required=False,
        max_length=10_000,
        help_text=_("One a line, in Swedish. English may follow after a bar: Ja, alla | Yes, all"),
    )
    of = forms.ChoiceField(label=_("Show the question"), required=False)
    seen = SeenField()

    def __init__(
        self, *args: Any, version: FormVersion, country: str, question: Question | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.version, self.question = version, question
        self._begin(question)
        self.add_texts("label", _("Question"), texts=question.labels if question else None,
                       required=_("Write the question in Swedish."))  # fmt: skip
        self.add_texts("help", _("Help"), texts=question.helps if question else None, most=1000)
        self._add_options()
        self._add_conditions()
        self.fields["organisations"] = OrganisationsField(
            country=country,
            label=_("Only ask these organisations"),
            help_text=_("One name a line. Left empty everybody who meets the form is asked."),
            initial=names_of(version.audience_of(question.key)) if question else "",
        )

    def _begin(self, question: Question | None) -> None:
        if question is None:
            return
        for name in ("kind", "required", "days", "least", "most", "of"):
            self.initial.setdefault(name, getattr(question, name))
        # What it is called and what it asks for does not change: there may be answers.
        del self.fields["key"]
        self.fields["kind"].disabled = True
        self.fields["new_options"].label = _("More choices")

    def _add_options(self) -> None:
        self.option_rows: list[dict[str, str]] = []
        for place, one in enumerate(self.question.options if self.question else (), start=1):
            row = {"place": f"option_{one['value']}_place"}
            self.fields[row["place"]] = forms.IntegerField(
                label=gettext("Place"), min_value=1, max_value=MOST_OPTIONS, required=False,
                initial=place,
            )  # fmt: skip
            for language in LANGUAGES:
                row[language] = f"option_{one['value']}_{language}"
                self.fields[row[language]] = forms.CharField(
                    label=gettext("Choice %(number)s") % {"number": place},
                    max_length=LONGEST_OPTION,
                    required=False,
                    initial=one["labels"].get(language, ""),
                )
            self.option_rows.append(row)

    def _add_conditions(self) -> None:
        hangs_on = self.question.of if self.question else ""
        values = self.question.values if self.question else []
        named = {
            PRODUCT: gettext("for some products"),
            MATTER: gettext("for some kinds of matter"),
        }
        choices = [("", gettext("always"))]
        for source, possible in self.sources.items():
            of = self.version.question(source)
            label = of.label if of else ""
            words = named.get(source) or gettext("after an answer to “%(question)s”")
            choices.append((source, words % {"question": label} if of else words))
            self.fields[f"when_{source}"] = forms.MultipleChoiceField(
                label=gettext("When this is chosen"),
                choices=list(possible.items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=values if hangs_on == source else [],
            )
        of_field = self.fields["of"]
        assert isinstance(of_field, forms.ChoiceField)
        of_field.choices = choices

    @cached_property
    def sources(self) -> dict[str, dict[str, str]]:
        """What the question may hang on, each with its possible answers."""
        own = self.question.key if self.question else ""
        products = Product.objects.offered_in(self.version.products)
        return {
            PRODUCT: {str(one.pk): one.name for one in products},
            MATTER: self.version.matter_names(),
            **{
                one.key: one.choices
                for one in self.version.all_questions
                if one.kind in DECIDING and one.key != own
            },
        }

    @property
    def is_special(self) -> bool:
        """Whether what is seldom used is used, or wrong."""
        names = [name for name in ("organisations", "key") if name in self.fields]
        return any(self[name].value() or self[name].errors for name in names)

    def conditions(self) -> list[tuple[str, forms.BoundField]]:
        return [(source, self[f"when_{source}"]) for source in self.sources]

    def rows(self) -> list[dict[str, forms.BoundField]]:
        return [{name: self[field] for name, field in row.items()} for row in self.option_rows]

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if key and not _KEY.fullmatch(key):
            raise forms.ValidationError(
                gettext("Use the letters a to z, digits and underscores, a letter first.")
            )
        if key in RESERVED | TAKEN or self.version.question(key):
            raise forms.ValidationError(gettext("Another question has this short name."))
        return key

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._check_numbers(data)
        if data.get("kind") in OF_OPTIONS and "new_options" in data:
            self._check_options(len(self._options()))
        of = data.get("of")
        if of and not data.get(f"when_{of}"):
            self.add_error(f"when_{of}", gettext("Choose what shows the question."))
        if not self.errors and self.made().key in in_circle(self._with(self.made())):
            self.add_error("of", gettext("That question waits for this one already, so neither "
                                         "would be shown. Choose another."))  # fmt: skip
        return data

    def _check_numbers(self, data: dict[str, Any]) -> None:
        least, most = data.get("least"), data.get("most")
        if least and most and Decimal(least) > Decimal(most):
            self.add_error("most", gettext("The greatest number is below the least."))

    def _check_options(self, count: int) -> None:
        if count < 2:
            self.add_error("new_options", gettext("Write at least two choices."))
        if count > MOST_OPTIONS:
            words = gettext("A question takes %(most)s choices at most.")
            self.add_error("new_options", words % {"most": MOST_OPTIONS})

    def _with(self, made: Question) -> list[Question]:
        return [one for one in self.version.all_questions if one.key != made.key] + [made]

    def made(self) -> Question:
        """The question as it was sent."""
        data, kind = self.cleaned_data, self.cleaned_data["kind"]
        before = self.question or Question(key=self._new_key(), kind=kind, labels={})
        of = data.get("of", "")
        return replace(
            before,
            labels=self.texts("label"),
            helps=self.texts("help"),
            required=data["required"],
            options=self._options() if kind in OF_OPTIONS else [],
            of=of,
            values=data[f"when_{of}"] if of else [],
            limited=bool(data["organisations"]),
            days=data["days"] if kind == Kind.DATE else "",
            least=(data["least"] or "") if kind == Kind.NUMBER else "",
            most=(data["most"] or "") if kind == Kind.NUMBER else "",
        )

    def _new_key(self) -> str:
        taken = {one.key for one in self.version.all_questions} | RESERVED
        return self.cleaned_data["key"] or new_key(self.cleaned_data["label_sv"], taken)

    def _options(self) -> list[dict[str, Any]]:
        """Those that were there, in the order that was written, then the new ones."""
        data, kept = self.cleaned_data, []
        old = self.question.options if self.question else []
        for number, (one, row) in enumerate(zip(old, self.option_rows, strict=True), start=1):
            labels = {lang: data[row[lang]] for lang in LANGUAGES if data.get(row[lang])}
            if "sv" in labels:
                kept.append((data.get(row["place"]) or number, number, one["value"], labels))
        made = [{"value": value, "labels": labels} for _p, _n, value, labels in sorted(kept)]
        for line in data["new_options"].splitlines():
            sv, _bar, en = (part.strip() for part in line.partition("|"))
            if sv:
                # A value that was there once is not used again: there may be answers.
                taken = {one["value"] for one in [*old, *made]}
                labels = {"sv": sv[:LONGEST_OPTION], **({"en": en[:LONGEST_OPTION]} if en else {})}
                made.append({"value": new_key(sv, taken, between="-"), "labels": labels})
        return made
