"""What only staff send."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import OnceField, TextField
from kundportal.people.models import Person
from kundportal.tickets.forms.fields import offer
from kundportal.tickets.forms.intake import Intake
from kundportal.tickets.models import Priority


class NoteForm(Intake, forms.Form):
    """An internal note."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "note_%s", **kwargs})

    text = TextField(label=_("Internal note"), error_messages={"required": _("Write a note.")})
    once = OnceField()


class PriorityForm(forms.Form):
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Priority.choices, coerce=int)


class AssignmentForm(forms.Form):
    assignee = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Handled by"),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "assignee", Person.objects.staff())
