"""What a browser may send from the desk: decisions, seats, mail domains, links, texts."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kundportal.access import mail_domains
from kundportal.access.country_forms import Shown
from kundportal.access.country_texts import LONGEST, Kind
from kundportal.access.forms import WorkMailField
from kundportal.access.models import AccessRequest
from kundportal.access.states import Reason
from kundportal.lib import dates
from kundportal.lib.forms import LineField, TextField
from kundportal.people.fields import PlainField
from kundportal.people.language import NAMES, OF_APPLICANTS
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
        choices=[(code, NAMES[code]) for code in OF_APPLICANTS],
    )


class InvitationForm(forms.Form):
    """To whom the link to the application is sent; the answer is the same for all."""

    email = WorkMailField(label=_("E-mail at work"))
    language = language_field()


class ApprovalForm(forms.Form):
    """Into which organisation an applicant is let."""

    PLACES = (("existing", _("An organisation that is here")), ("new", _("A new organisation")))

    place = forms.ChoiceField(label=_("Let in to"), choices=PLACES, widget=forms.RadioSelect)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        required=False,
        empty_label=_("Choose an organisation"),
        error_messages={
            "invalid_choice": _("That organisation is closed or gone. Choose another, or decline."),
        },
    )
    organisation_name = PlainField(
        label=_("Name of the new organisation"), max_length=200, required=False
    )

    def __init__(
        self,
        data: Any = None,
        *,
        application: AccessRequest,
        suggested: Organisation | None = None,
    ) -> None:
        self.application = application
        initial = {
            "place": "existing" if suggested else "new",
            "organisation": suggested,
            "organisation_name": application.organisation_name,
        }
        super().__init__(data, initial=initial, auto_id="approval_%s")
        choice = self.fields["organisation"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Organisation.objects.open().in_country(application.country).by_name()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("place") == "existing":
            if not cleaned.get("organisation") and "organisation" not in self.errors:
                self.add_error("organisation", gettext("Choose an organisation."))
        elif cleaned.get("place") == "new" and "organisation_name" not in self.errors:
            self._check_name(cleaned.get("organisation_name", ""))
        return cleaned

    def _check_name(self, name: str) -> None:
        if not name:
            self.add_error("organisation_name", gettext("Write the name of the organisation."))
        elif taken := Organisation.objects.named(name):
            self.name_is_taken(taken)
        else:
            self.check_number()

    def name_is_taken(self, organisation: Organisation | None = None) -> None:
        text = gettext("There is an organisation of that name. Choose it in the list instead.")
        if organisation and organisation.merged_into:
            text = gettext("The organisation of that name is now part of %(organisation)s.") % {
                "organisation": organisation.merged_into
            }
        elif organisation and organisation.is_closed:
            text = gettext("The organisation of that name is closed. Reopen it first, or decline.")
        self.add_error("organisation_name", text)

    def organisation_is_closed(self) -> None:
        field = self.fields["organisation"]
        self.add_error("organisation", field.error_messages["invalid_choice"])

    def check_number(self) -> None:
        """Adds an error when another organisation has the number that the applicant wrote."""
        number, country = self.application.organisation_number, self.application.country
        if holder := Organisation.objects.numbered(number, country=country):
            self.add_error(
                "place",
                gettext("%(organisation)s has the same organisation number. Choose it in the list "
                        "of organisations instead.") % {"organisation": holder.name},
            )  # fmt: skip

    def chosen(self) -> dict[str, Any]:
        """What `approve` takes: the one organisation, or the name of the other."""
        if self.cleaned_data["place"] == "existing":
            return {"organisation": self.cleaned_data["organisation"]}
        return {"organisation_name": self.cleaned_data["organisation_name"]}


class RefusalForm(forms.Form):
    """Why an applicant is turned down."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    words = TextField(
        label=_("Your words to the applicant"),
        max_length=2000,
        required=False,
        help_text=_("The applicant reads them together with the reason and the way out."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="refusal_%s")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reason") == Reason.OTHER and not cleaned.get("words", "").strip():
            self.add_error("words", gettext("Write what the reason is."))
        return cleaned


class CountryTextsForm(forms.Form):
    """The texts of a country's application in one language."""

    def __init__(self, data: Any = None, *, shown: dict[str, Shown]) -> None:
        super().__init__(data, initial={kind: one.text for kind, one in shown.items()})
        for kind in Kind:
            self.fields[kind.value] = TextField(
                label=kind.label,
                max_length=LONGEST[kind],
                error_messages={
                    "required": _("Write a text, or go back to the one that is built in.")
                },
            )

    def seen(self, kind: str) -> str:
        """What is in the field now: typed, or as it stands on the application."""
        return str(self[kind].value() or "")
