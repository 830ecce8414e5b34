"""What a browser may send about a checklist: what staff write in it, and what customers answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import LineField, OnceField, TextField
from kundportal.lib.pages import is_there
from kundportal.people.language import NAMES
from kundportal.tickets.models import Checklist, ChecklistAnswer, ChecklistQuestion, Form
from kundportal.tickets.plan import Leads, Question, Texts, path_of

LANGUAGES = tuple(NAMES)  # Swedish first, which must be there
_PATH = re.compile(r"/[\w\-./~%]*(\?[\w\-.~%=&]*)?(#[\w\-.~%]*)?", re.ASCII)
_ARTICLES, _NOTICES = "/knowledge/", "/notices/"
_is_https = URLValidator(schemes=["https"])


class TextsForm(forms.Form):
    """A form with texts in several languages: `text` has the fields `text_sv`, `text_en` …"""

    def add_texts(
        self, name: str, field: type[forms.CharField], *, missing: Any = "", **options: Any
    ) -> None:
        """The fields of a text; `missing` is said when the Swedish one is needed and not there."""
        for language in LANGUAGES:
            is_needed = bool(missing) and language == "sv"
            self.fields[f"{name}_{language}"] = field(
                label=NAMES[language],
                required=is_needed,
                error_messages={"required": missing} if is_needed else {},
                **options,
            )
            self.fields[f"{name}_{language}"].widget.attrs["lang"] = language

    def languages(self, name: str, *, first: bool) -> list[forms.BoundField]:
        """The fields of a text: in the portal's languages, or in the others."""
        return [self[f"{name}_{one}"] for one in LANGUAGES if (one in ("sv", "en")) == first]

    def is_further_used(self, name: str) -> bool:
        """Whether one of the other languages has a text or an error."""
        return any(one.value() or one.errors for one in self.languages(name, first=False))

    def texts(self, name: str) -> Texts:
        """What was written, without the languages that are empty."""
        found = {one: self.cleaned_data[f"{name}_{one}"].strip() for one in LANGUAGES}
        return {language: text for language, text in found.items() if text}


def _spread(name: str, texts: Texts) -> dict[str, str]:
    return {f"{name}_{language}": text for language, text in texts.items()}


class QuestionForm(TextsForm):
    """A question, and a line of help under it."""

    once = OnceField()

    def __init__(self, data: Any = None, *, question: ChecklistQuestion | None = None) -> None:
        texts = _spread("text", question.texts) if question else {}
        helps = _spread("help", question.hints) if question else {}
        super().__init__(data, initial={**texts, **helps})
        self.add_texts(
            "text", LineField, max_length=150, missing=_("Write the question in Swedish.")
        )
        self.add_texts("help", LineField, max_length=300)

    def written(self) -> dict[str, Any]:
        """What the verbs take."""
        return {"texts": self.texts("text"), "hints": self.texts("help")}


class ChecklistAnswerForm(TextsForm):
    """An answer and where it leads."""

    leads = forms.ChoiceField(
        label=_("Leads to"),
        error_messages={
            "required": _("Choose where the answer leads."),
            "invalid_choice": _("That is not here any more. Choose where the answer leads."),
        },
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        required=False,
    )
    once = OnceField()

    def __init__(
        self,
        data: Any = None,
        *,
        question: ChecklistQuestion,
        checklist: Checklist,
        answer: ChecklistAnswer | None = None,
    ) -> None:
        super().__init__(data, initial=_as_typed(answer) if answer else {})
        self.add_texts("text", LineField, max_length=150, missing=_("Write the answer in Swedish."))
        self.add_texts("words", TextField, max_length=4000)
        self.questions = {
            f"question:{one.pk}": one
            for one in checklist.questions.order_by("position", "pk")
            if one.pk != question.pk
        }
        chosen = answer.form_id if answer else None
        self.forms = {
            f"form:{one.pk}": one for one in checklist.forms() if one.is_offered or one.pk == chosen
        }
        field = self.fields["leads"]
        assert isinstance(field, forms.ChoiceField)
        # Rooms that the portal does not have are not offered; what leads there still stays shown.
        self.has_articles, self.has_notices = is_there(_ARTICLES), is_there(_NOTICES)
        notices = self.has_notices or (answer is not None and answer.leads == Leads.NOTICE)
        field.choices = self._choices([Leads.ARTICLE, *[Leads.NOTICE] * notices])
        self.fields["url"].help_text = " ".join(self._addresses())

    def _addresses(self) -> Iterator[str]:
        """How the address of each kind begins."""
        if self.has_articles:
            yield gettext("An article: an address here that begins with /knowledge/, or one "
                          "elsewhere that begins with https://.")  # fmt: skip
        else:
            yield gettext("An article: an address that begins with https://.")
        if self.has_notices:
            yield gettext("A service message: one that begins with /notices/.")

    def _choices(self, elsewhere: list[Leads]) -> list[Any]:
        groups: list[tuple[str, list[Any]]] = [
            (gettext("Another question"), [(key, str(one)) for key, one in self.questions.items()]),
            (gettext("A form"), [(key, _offered(one)) for key, one in self.forms.items()]),
        ]
        others = [(one.value, one.label) for one in elsewhere]
        own = (Leads.ORGANISATION.value, Leads.ORGANISATION.label)
        groups.append((gettext("Somewhere else"), [*others, own]))
        return [("", gettext("Choose where")), *[one for one in groups if one[1]]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        leads = cleaned.get("leads")
        if leads in (Leads.ARTICLE, Leads.NOTICE) and "url" not in self.errors:
            self._check_url(leads, cleaned.get("url", ""))
        is_silent = "words_sv" not in self.errors and not cleaned.get("words_sv", "").strip()
        if leads == Leads.ORGANISATION and is_silent:
            text = gettext("Write in Swedish who answers this, and how they are reached.")
            self.add_error("words_sv", text)
        return cleaned

    def _check_url(self, leads: str, url: str) -> None:
        beneath = _NOTICES if leads == Leads.NOTICE else _ARTICLES
        is_path = bool(_PATH.fullmatch(url)) and ".." not in url and "//" not in url
        if is_path and url.startswith(beneath):
            if not is_there(path_of(url)):
                self.add_error("url", gettext("The portal has no page at this address."))
            return
        if leads == Leads.ARTICLE and url.startswith("https://") and _is_address(url):
            return
        text = gettext("Write an address that begins with /notices/.")
        if leads == Leads.ARTICLE and self.has_articles:
            text = gettext("Write an address that begins with /knowledge/ or https://.")
        elif leads == Leads.ARTICLE:
            text = gettext("Write an address that begins with https://.")
        self.add_error("url", text)

    def written(self) -> dict[str, Any]:
        """What the verbs take; only what belongs to where it leads is kept."""
        leads = self.cleaned_data["leads"]
        has_url = leads in (Leads.ARTICLE, Leads.NOTICE)
        return {
            "texts": self.texts("text"),
            "leads": leads.partition(":")[0],
            "next": self.questions.get(leads),
            "form": self.forms.get(leads),
            "url": self.cleaned_data["url"] if has_url else "",
            "words": {} if leads in self.questions else self.texts("words"),
        }


def _as_typed(answer: ChecklistAnswer) -> dict[str, Any]:
    keys = {Leads.QUESTION: answer.next_id, Leads.FORM: answer.form_id}
    key = keys.get(Leads(answer.leads)) if answer.leads else None
    return {
        **_spread("text", answer.texts),
        **_spread("words", answer.words),
        "leads": f"{answer.leads}:{key}" if key else answer.leads,
        "url": answer.url,
    }


def _offered(form: Form) -> str:
    if form.is_offered:
        return str(form)
    return gettext("%(form)s (not offered any more)") % {"form": form}


def _is_address(url: str) -> bool:
    try:
        _is_https(url)
    except ValidationError:
        return False
    return True


class PlaceForm(forms.Form):
    """Which place something moves to, counted from 0."""

    to = forms.IntegerField(min_value=0, max_value=100)


class StepForm(forms.Form):
    """A customer's answer to one question."""

    answer = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the answer that fits best."),
            "invalid_choice": _("Choose one of the answers."),
        },
    )

    def __init__(self, data: Any = None, *, question: Question, chosen: int = 0) -> None:
        super().__init__(data, initial={"answer": chosen})
        field = self.fields["answer"]
        assert isinstance(field, forms.TypedChoiceField)
        field.label, field.help_text = str(question), question.hint
        field.choices = [(one.key, str(one)) for one in question.answers]
