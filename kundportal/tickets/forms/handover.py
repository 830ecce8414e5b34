"""Handing over somebody's tickets, or a draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kundportal.people.models import Person
from kundportal.tickets.forms.fields import offer


class HandoverForm(forms.Form):
    """Who takes over somebody's tickets."""

    colleague = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Colleague who takes over"),
        empty_label=_("Choose a colleague"),
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("Choose a colleague who has access."),
        },
    )

    def __init__(self, *args: Any, person: Person) -> None:
        super().__init__(*args)
        offer(self, "colleague", Person.objects.colleagues_of(person))


class DraftHandoverForm(HandoverForm):
    """Which colleague shall finish a draft."""

    def __init__(self, *args: Any, person: Person) -> None:
        super().__init__(*args, person=person)
        self.fields["colleague"].label = _("Colleague who finishes it")
