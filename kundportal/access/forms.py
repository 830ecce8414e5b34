"""What an applicant's browser may send."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.access import lookalikes, mail_domains, municipalities
from kundportal.access.countries import BY_CODE, Country
from kundportal.lib.forms import OnceField, TextField
from kundportal.people.fields import EmailAddressField, NameField, PlainField


class WorkMailField(EmailAddressField):
    """An address at a workplace; private and throw-away addresses are refused with the way out."""

    def clean(self, value: Any) -> str:
        # A disguise may not even be an address; the reason is the same.
        self._refuse_private(str(value or "")[:1000])
        email = super().clean(value)
        domain = mail_domains.domain_of(email)
        if "." not in domain or domain.startswith("["):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return email

    def _refuse_private(self, typed: str) -> None:
        local, at, domain = lookalikes.tidied(typed).rpartition("@")
        private = mail_domains.private_domain(domain) if local and at else ""
        if private:
            raise ValidationError(
                gettext("Write an e-mail address at your work. Private addresses such as "
                        "%(domain)s we can't approve.") % {"domain": private},
                code="private",
            )  # fmt: skip


class ApplicationForm(forms.Form):
    """An application by a central administrator, with what their country asks for."""

    name = NameField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your first name and last name.")},
    )
    email = WorkMailField(
        label=_("E-mail at work"),
        help_text=_("We send a link there, and you sign in with the address later on."),
    )
    phone = PlainField(
        label=_("Phone at work"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Write a phone number where we can reach you.")},
    )
    organisation_name = NameField(
        label=_("Municipality or school"),
        max_length=200,
        error_messages={"required": _("Write which municipality or school you work for.")},
    )
    organisation_number = PlainField(max_length=40, required=False)
    title = NameField(
        label=_("Your role there"),
        max_length=120,
        help_text=_("For example system administrator, head of unit or school secretary."),
        error_messages={"required": _("Write what your role is.")},
    )
    appointed_by = NameField(
        label=_("Who appointed you central administrator?"),
        max_length=200,
        help_text=_("Name and role, for example Eva Lund, head of education."),
        error_messages={"required": _("Write who appointed you.")},
    )
    answers_for_data = forms.BooleanField(
        label=_("I am a central administrator, and I answer for what I have written here."),
        error_messages={
            "required": _(
                "Tick the box if it is true. If you are not a central administrator, turn to the "
                "one in your organisation."
            )
        },
    )
    once = OnceField()

    def __init__(self, data: Any = None, *, country: Country = BY_CODE["SE"]) -> None:
        super().__init__(data)
        self.country = country
        example = {"example": country.phone_example}
        self.fields["phone"].help_text = gettext("For example %(example)s. We may call to check "
                                                 "who you are.") % example  # fmt: skip
        number = self.fields["organisation_number"]
        number.label = str(country.number.name)
        number.help_text = gettext("For example %(example)s.") % {"example": country.number.example}
        if country.has_municipalities:
            number.help_text += " " + gettext("You need not write it for a municipality.")

    def clean_phone(self) -> str:
        return self.country.phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        name, typed = cleaned.get("organisation_name"), cleaned.get("organisation_number")
        place = municipalities.named(name) if name and self.country.has_municipalities else None
        if place:
            cleaned["organisation_name"] = place.name
        if typed:
            try:
                cleaned["organisation_number"] = self.country.number.read(typed)
            except ValidationError as problem:
                self.add_error("organisation_number", problem)
        elif typed == "" and name and not place and self.country.number.is_required:
            self.add_error("organisation_number", self._no_number())
        return cleaned

    def _no_number(self) -> str:
        if self.country.has_municipalities:
            return gettext("Write the organisation number of whoever runs the school. If you work "
                           "for a municipality, choose it from the list above.")  # fmt: skip
        number = self.country.number
        return gettext("Write the number with %(digits)s digits, such as %(example)s.") % {
            "digits": number.digits,
            "example": number.example,
        }

    def is_closed(self, text: str) -> None:
        """Says that the country takes none now, and keeps what was typed."""
        self.add_error(None, text)

    def to_apply(self) -> dict[str, Any]:
        """What the application takes; the tick has done its work."""
        given = {
            name: value for name, value in self.cleaned_data.items() if name != "answers_for_data"
        }
        return {**given, "country": self.country.code}


class ObjectionForm(forms.Form):
    """What an administrator of the organisation says of an applicant they do not know."""

    words = TextField(
        label=_("Is there something we should know?"), max_length=2000, required=False
    )
