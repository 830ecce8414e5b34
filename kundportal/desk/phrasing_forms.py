"""To which article a phrasing is to be added."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundportal.knowledge.editing.phrasing import add_phrasing
from kundportal.knowledge.models import Translation
from kundportal.knowledge.models.translation import Changed
from kundportal.lib.forms import LineField
from kundportal.lib.paging import number
from kundportal.people.gates import Request
from kundportal.people.models import Person
from kundportal.search import finding

MOST = 6
KIND = "article"


class PhrasingForm(forms.Form):
    """The words as they are to be kept, and one of the articles that fit them, or another."""

    words = LineField(
        label=gettext_lazy("Another way to ask"), max_length=150,
        help_text=gettext_lazy("Readers never see it. The article is found by it."),
        error_messages={"required": gettext_lazy("Write how somebody may ask.")},
    )  # fmt: skip
    article = forms.ChoiceField(
        label=gettext_lazy("Article"), required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the articles.")},
    )  # fmt: skip
    other = LineField(
        label=gettext_lazy("Another article: its address or number"), required=False, max_length=300
    )

    def __init__(self, data: Any, *, typed: QueryDict, reader: Person) -> None:
        super().__init__(data, initial={"words": typed.get("words", "")[:150]})
        language = typed.get("language", "")
        self.language = language if language in dict(settings.APPLICANT_LANGUAGES) else "sv"
        asked = data.get("words", "") if data else typed.get("words", "")
        found = finding.find(
            asked.replace("\0", " ")[:150], reader=reader, language=self.language, kinds=[KIND],
            most=MOST,
        )  # fmt: skip
        field = self.fields["article"]
        assert isinstance(field, forms.ChoiceField)
        self.has_choices = bool(found.hits)
        field.choices = [(str(hit.entry.thing_id), hit.entry.title) for hit in found.hits]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen, other = cleaned.get("article"), cleaned.get("other", "")
        wanted = _number_in(other) if other else number(chosen or "")
        text = Translation.objects.published_in(wanted, self.language) if wanted else None
        if text is None and not self.errors:
            where = "other" if other or not self.has_choices else "article"
            self.add_error(where, _("Choose an article that is published in this language."))
        cleaned["text"] = text
        return cleaned

    def add(self, request: Request) -> HttpResponse:
        """Adds the phrasing and leads to the article at the desk."""
        text: Translation = self.cleaned_data["text"]
        try:
            revision = add_phrasing(text, phrasing=self.cleaned_data["words"], by=request.user)
        except Changed:
            messages.warning(request, _("Somebody wrote in the article just now. Try again."))
        else:
            said = _("The phrasing is added, and the article is found by it.")
            if revision.is_waiting:
                said = _("The phrasing is added to the draft. It counts once that is published.")
            messages.success(request, said)
        return redirect("desk-article-text", pk=text.article_id, language=text.language)


def _number_in(typed: str) -> int | None:
    """The number of an article, alone or in its address."""
    for part in typed.strip().rstrip("/").split("/")[::-1]:
        if found := number(part.split("-")[0]):
            return found
    return None
