"""What staff send about words."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import LineField, OnceField
from kundportal.search.models.words import Synonym, group_of, same_words

LANGUAGES = dict(settings.APPLICANT_LANGUAGES)
BETWEEN = re.compile(r"[,;\n]")


class WordsField(forms.CharField):
    """Words that mean the same, with commas or line breaks between them."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        return same_words(BETWEEN.split(super().clean(value)))


class SynonymForm(forms.Form):
    """Words that mean the same."""

    words = WordsField(
        label=_("Words that mean the same"),
        help_text=_("A line for each, or commas between them, such as: schema, tidtabell."),
        max_length=2000,
        error_messages={"required": _("Write at least two words that mean the same.")},
    )
    once = OnceField()

    def __init__(self, data: Any = None, *, group: Synonym | None = None) -> None:
        initial = {"words": "\n".join(group.words)} if group else {}
        super().__init__(data, auto_id="synonym_%s", initial=initial)


class SmallWordForm(forms.Form):
    """A word that says nothing of what is asked for, or one that does although it looks small."""

    word = LineField(
        label=_("Word"), max_length=60, error_messages={"required": _("Write a word.")}
    )
    counts = forms.ChoiceField(
        label=_("In a search"),
        choices=[
            ("less", _("it says little of what is asked for")),
            ("fully", _("it counts like any other, although it is a small word")),
        ],
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
        widget=forms.RadioSelect,
        initial="less",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="small_%s")

    def clean_word(self) -> str:
        (word,) = group_of([self.cleaned_data["word"]], least=1)
        if " " in word:
            raise ValidationError(_("Write one word."))
        return word
