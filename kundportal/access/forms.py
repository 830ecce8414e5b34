"""What a browser may send about applications."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.access import lookalikes, mail_domains
from kundportal.access.models import AccessRequest
from kundportal.access.states import Reason
from kundportal.lib.forms import OnceField, TextField
from kundportal.people.forms import EmailAddressField, NameField, PhoneField, PlainField
from kundportal.people.models import Organisation


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
    """An application by a central administrator in Sweden."""

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
    phone = PhoneField(
        label=_("Phone at work"),
        help_text=_("We may call to check who you are."),
        error_messages={"required": _("Write a phone number where we can reach you.")},
    )
    organisation_name = NameField(
        label=_("Municipality or school"),
        max_length=200,
        help_text=_("Choose a municipality from the list, or write the name of your school."),
        error_messages={"required": _("Write which municipality or school you work for.")},
    )
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

    def to_apply(self) -> dict[str, Any]:
        """What the application takes; the tick has done its work."""
        return {
            name: value for name, value in self.cleaned_data.items() if name != "answers_for_data"
        }


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

    def chosen(self) -> dict[str, Any]:
        """What `approve` takes: the one organisation, or the name of the other."""
        if self.cleaned_data["place"] == "existing":
            return {"organisation": self.cleaned_data["organisation"]}
        return {"organisation_name": self.cleaned_data["organisation_name"]}


class ObjectionForm(forms.Form):
    """What an administrator of the organisation says of an applicant they do not know."""

    words = TextField(
        label=_("Is there something we should know?"), max_length=2000, required=False
    )


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
