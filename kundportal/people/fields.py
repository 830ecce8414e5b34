"""Fields of forms for what people say of themselves."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import LineField

LONGEST_EMAIL = 254
_FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_PHONE = re.compile(r"\+?[\d\s().\-/]+")
PHONE_DIGITS = range(6, 16)


class PlainField(LineField):
    """One line of plain text: no characters that can't be seen."""

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", super().to_python(value))

    def validate(self, value: str) -> None:
        super().validate(value)
        if any(unicodedata.category(character) in _FORBIDDEN for character in value):
            raise ValidationError(_("Remove the characters that can't be seen."), code="invisible")


class NameField(PlainField):
    """A name, in any script; there must be a letter in it."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not any(character.isalpha() for character in value):
            raise ValidationError(_("Write a name, with letters."), code="no_letters")


class PhoneField(PlainField):
    """A phone number as people write it."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        digits = sum(character.isdigit() for character in value)
        if value and not (_PHONE.fullmatch(value) and digits in PHONE_DIGITS):
            raise ValidationError(
                _("Write a phone number with digits, such as 070-123 45 67 or +46 70 123 45 67."),
                code="phone",
            )


class EmailAddressField(forms.EmailField):
    """An e-mail address; the errors say what to do."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("E-mail"))
        super().__init__(
            max_length=LONGEST_EMAIL,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            error_messages={
                "required": _("Write your e-mail address."),
                "invalid": _("Write a whole e-mail address, such as anna.ek@kommun.se."),
            },
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        """The address in lower case, its domain in the letters that mail servers use."""
        local, at, domain = super().clean(value).rpartition("@")
        email = f"{local}{at}{punycode(domain)}".lower()
        if len(email) > LONGEST_EMAIL:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return email
