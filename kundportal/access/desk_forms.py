"""What a browser may send from the desk about seats, mail domains and links."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kundportal.access import mail_domains
from kundportal.access.forms import WorkMailField
from kundportal.lib import dates
from kundportal.lib.forms import LineField
from kundportal.people.forms import PlainField
from kundportal.people.models import Organisation
from kundportal.people.models.factor_reset import LONGEST_REASON
from kundportal.people.models.organisation import MOST_SEATS

A_YEAR = timedelta(days=366)
_IDENTITY_NUMBER = re.compile(r"(?<!\d)(\d{2})?\d{6}[-+ ]?\d{4}(?!\d)")
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


class FactorDemandForm(forms.Form):
    """From which day an organisation lets nobody in without a second factor."""

    since = forms.DateField(
        label=_("From which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty for from now on. Give people some days, and tell them."),
        error_messages={"invalid": _("Write a day such as 2027-01-11.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="demand_%s")

    def clean_since(self) -> date:
        today = dates.today()
        since: date = self.cleaned_data["since"] or today
        if not today <= since <= today + A_YEAR:
            raise ValidationError(_("Choose a day from today on, within a year."), code="day")
        return since


class FactorResetForm(forms.Form):
    """How the one who asked was found to be the person."""

    reason = LineField(
        label=_("How do you know that it is they who ask?"),
        min_length=15,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as: called back by way of the switchboard of the municipality, and a "
                    "colleague confirmed it. Write no identity numbers or other personal details."),
        error_messages={
            "required": _("Write how you know."),
            "min_length": _("Write it out, so that a colleague understands it later."),
        },
    )  # fmt: skip

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if _IDENTITY_NUMBER.search(reason):
            raise ValidationError(
                _("Leave out identity numbers and phone numbers. Write only how you checked."),
                code="identity",
            )
        return reason


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language of the mail"),
        choices=[
            (code, LANG_INFO[code]["name_local"].capitalize()) for code, _name in settings.LANGUAGES
        ],
    )


class InvitationForm(forms.Form):
    """To whom the link to the application is sent; the answer is the same for all."""

    email = WorkMailField(label=_("E-mail at work"))
    language = language_field()
