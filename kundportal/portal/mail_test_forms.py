"""What whoever tries our mails may send."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import LineField, OnceField
from kundportal.mail.models.mail_test import CODE_DIGITS, FOUND, Place
from kundportal.people.fields import EmailAddressField


class MailTestForm(forms.Form):
    """Any address will do, private ones too: nobody is let in by it."""

    email = EmailAddressField(label=_("Which address shall we try?"))
    once = OnceField()


class ArrivalForm(forms.Form):
    """The code of the mail, and where the mail lay."""

    code = LineField(
        label=_("The code in the mail"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Write the six digits that stand in the mail.")},
    )
    place = forms.ChoiceField(
        label=_("Where did the mail lie?"),
        choices=[(place.value, place.label) for place in Place if place in FOUND],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say where the mail lay."),
            "invalid_choice": _("Say where the mail lay."),
        },
    )

    def clean_code(self) -> str:
        digits = "".join(self.cleaned_data["code"].split()).replace("-", "")
        if len(digits) != CODE_DIGITS or not (digits.isascii() and digits.isdigit()):
            raise ValidationError(_("Write the six digits that stand in the mail."), code="no_code")
        return digits

    def is_wrong(self) -> None:
        """Says that the mail holds another code."""
        text = _("That is not the code of this mail. Look at the newest one that we sent.")
        self.add_error("code", text)
