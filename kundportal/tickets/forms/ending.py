"""What a customer sends to end a ticket, to let it rest, to open it again and to rate it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.lib import dates
from kundportal.lib.forms import OnceField, TextField
from kundportal.tickets.ending import parking
from kundportal.tickets.forms.replying import ReplyForm
from kundportal.tickets.models import Grade, Topic


class ClosureForm(forms.Form):
    """A word on the way, which may be left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "closure_%s", **kwargs})

    text = TextField(label=_("A word to us"), required=False, max_length=2000)
    once = OnceField()


class ParkingForm(forms.Form):
    """The day on which the customer will be back."""

    until = forms.DateField(
        label=_("I will be back on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Choose the day on which you will be back."),
            "invalid": _("Write the day as year, month and day, such as 2027-01-31."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bounds = {"min": parking.first_day().isoformat(), "max": parking.last_day().isoformat()}
        self.fields["until"].widget.attrs |= bounds

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < parking.first_day():
            raise forms.ValidationError(gettext("Choose a day from tomorrow on."))
        if until > parking.last_day():
            last = dates.day(parking.last_day())
            raise forms.ValidationError(gettext("Choose a day until %(day)s.") % {"day": last})
        return until


class ReopeningForm(ReplyForm):
    """What is not solved yet: a reply that must be written."""

    text = TextField(
        label=_("What is not solved?"),
        help_text=_("Write what you have tried, and what you see now."),
        error_messages={
            "required": _("Write what is not solved, so that we can go on from there.")
        },
    )


class RatingForm(forms.Form):
    """A grade; what it is about and a word may follow."""

    value = forms.TypedChoiceField(
        label=_("How did it go?"),
        choices=Grade.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the three."),
            "invalid_choice": _("Choose one of the three."),
        },
    )
    topics = forms.MultipleChoiceField(
        label=_("What is it about?"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    text = TextField(
        label=_("In your own words"),
        required=False,
        max_length=2000,
        help_text=_("Do you need an answer? Write it in the ticket instead."),
    )

    once = OnceField()

    @property
    def is_tap(self) -> bool:
        """A tap on a grade says nothing about the rest."""
        return "text" not in self.data

    @property
    def said(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in ("value", "topics", "text")}
        return given | ({"topics": None, "text": None} if self.is_tap else {})
