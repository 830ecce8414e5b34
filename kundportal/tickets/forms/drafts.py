"""Handing over a draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kundportal.people.models import Person
from kundportal.tickets.forms.fields import offer


class DraftHandoverForm(forms.Form):
    """Which colleague shall finish it."""

    colleague = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Colleague who finishes it"),
        empty_label=_("Choose a colleague"),
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("Choose a colleague who has access."),
        },
    )

    def __init__(self, *args: Any, person: Person) -> None:
        super().__init__(*args)
        offer(self, "colleague", Person.objects.colleagues_of(person))
