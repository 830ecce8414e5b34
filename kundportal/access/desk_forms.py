"""What a browser may send from the desk about seats, mail domains and links."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kundportal.access import mail_domains
from kundportal.access.forms import WorkMailField
from kundportal.access.models import AccessRequest
from kundportal.people.forms import PlainField
from kundportal.people.models import Organisation, Person
from kundportal.people.models.organisation import MOST_SEATS

_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]+")


class DomainField(PlainField):
    """A mail domain, as people write it: `@`, capitals and a whole address may be there."""

    def clean(self, value: Any) -> str:
        domain = mail_domains.domain_of("@" + super().clean(value))
        if not _DOMAIN.fullmatch(domain):
            raise ValidationError(gettext("Write a mail domain, such as kommun.se."))
        return domain


class DomainForm(forms.Form):
    """What staff rule about a mail domain."""

    CHOICES = (
        ("private", _("Refuse: private or throw-away addresses")),
        ("work", _("Accept: addresses at a workplace")),
    )

    domain = DomainField(
        label=_("Mail domain"),
        max_length=253,
        help_text=_("It holds for every domain under it too."),
        error_messages={"required": _("Write a mail domain, such as kommun.se.")},
    )
    ruling = forms.ChoiceField(
        label=_("Applications with such an address"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what holds for the domain.")},
    )

    def ruled(self) -> dict[str, Any]:
        """What the verb takes."""
        is_private = self.cleaned_data["ruling"] == "private"
        return {"domain": self.cleaned_data["domain"], "is_private": is_private}


class SeatsForm(forms.Form):
    """How many people may sign in for an organisation."""

    seats = forms.IntegerField(
        label=_("Number of seats"),
        min_value=1,
        max_value=MOST_SEATS,
        error_messages={
            "required": _("Write how many seats there are."),
            "invalid": _("Write a whole number."),
        },
    )

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        super().__init__(data, initial={"seats": organisation.seats}, auto_id="seats_%s")

    def too_few(self, used: int) -> None:
        self.add_error(
            "seats",
            ngettext(
                "%(used)s seat is taken. Give back a seat first, or choose a higher number.",
                "%(used)s seats are taken. Give back some first, or choose a higher number.",
                used,
            )
            % {"used": used},
        )


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language of the mail"),
        choices=[
            (code, LANG_INFO[code]["name_local"].capitalize()) for code, _name in settings.LANGUAGES
        ],
    )


class InvitationForm(forms.Form):
    """To whom the link to the application is sent."""

    email = WorkMailField(label=_("E-mail at work"))
    language = language_field()

    def clean_email(self) -> str:
        """Whoever has an account or has applied needs no link."""
        email: str = self.cleaned_data["email"]
        if person := Person.objects.with_email(email).first():
            raise ValidationError(
                gettext("The address has an account already, as %(name)s.") % {"name": person.name}
            )
        if waiting := AccessRequest.objects.waiting_for(email):
            raise ValidationError(
                gettext("The address has applied already: %(reference)s.")
                % {"reference": waiting.reference}
            )
        return email
