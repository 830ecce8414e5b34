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

from kundportal.lib.forms import OnceField
from kundportal.lib.pages import is_there
from kundportal.people.texts_form import TextsForm
from kundportal.tickets.checklist.plan import Leads, Question, path_of
from kundportal.tickets.models import Checklist, ChecklistAnswer, ChecklistQuestion, Form

_PATH = re.compile(r"/[\w\-./~%]*(\?[\w\-.~%=&]*)?(#[\w\-.~%]*)?", re.ASCII)
_ARTICLES, _NOTICES = "/knowledge/", "/notices/"
_is_https = URLValidator(schemes=["https"])


class ChecklistQuestionForm(TextsForm):
    """A question, and a line of help under it."""

    once = OnceField()

    def __init__(self, data: Any = None, *, question: ChecklistQuestion | None = None) -> None:
        super().__init__(data)
        self.add_texts(
            "text", _("Question"), texts=question.texts if question else None, most=150,
            required=_("Write the question in Swedish."),
            help_text=_("Ask about what people know, in their own words: what has happened, not "
                        "which department answers it."),
        )  # fmt: skip
        self.add_texts("help", _("A line of help under it"),
                       texts=question.hints if question else None, most=300)  # fmt: skip

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
        self.add_texts("text", _("Answer"), texts=answer.texts if answer else None, most=150,
                       required=_("Write the answer in Swedish."))  # fmt: skip
        self.add_texts(
            "words", _("What they read there"), texts=answer.words if answer else None, most=4000,
            long=True,
            help_text=_("Markdown. Needed when their own organisation answers it: write who that "
                        "is, and how they are reached."),
        )  # fmt: skip
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
