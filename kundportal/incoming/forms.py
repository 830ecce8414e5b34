"""What a browser may send about retired addresses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.access.countries import COUNTRIES
from kundportal.incoming.models import RetiredAddress
from kundportal.lib.forms import OnceField
from kundportal.people.fields import EmailAddressField
from kundportal.tickets.models import Form


class RetiredAddressForm(forms.Form):
    """An old address of support, and how whoever writes there is met."""

    email = EmailAddressField(label=_("E-mail address"))
    language = forms.ChoiceField(
        label=_("Language of the answer"),
        choices=settings.APPLICANT_LANGUAGES,
        help_text=_("Used when we can't tell the sender's own."),
        error_messages={"invalid_choice": _("Choose one of the languages.")},
    )
    country = forms.ChoiceField(
        label=_("Country"),
        choices=[(one.code, one.name) for one in COUNTRIES],
        help_text=_("Where its senders apply for access."),
        error_messages={"invalid_choice": _("Choose one of the countries.")},
    )
    form = forms.ModelChoiceField(
        Form.objects.none(),
        label=_("Form that fits best"),
        required=False,
        empty_label=_("The first form of the sender's country"),
        help_text=_("The draft opens in it, if the sender may use it."),
        error_messages={"invalid_choice": _("Choose one of the forms.")},
    )
    once = OnceField()

    def __init__(self, data: Any = None, *, address: RetiredAddress | None = None) -> None:
        initial = {}
        if address:
            about = ("email", "language", "country", "form")
            initial = {name: getattr(address, name) for name in about}
        super().__init__(data, initial=initial)
        field = self.fields["form"]
        assert isinstance(field, forms.ModelChoiceField)
        offered = Form.objects.filter(is_offered=True).exclude(version=None)
        field.queryset = offered.order_by("country", "pk")
        # The address of a mailbox that support had, not the reader's own.
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if settings.MAIL_DOMAIN and email.endswith(f"@{settings.MAIL_DOMAIN.lower()}"):
            raise ValidationError(
                gettext("Addresses at %(domain)s belong to the portal itself.")
                % {"domain": settings.MAIL_DOMAIN}
            )
        return email

    def address_is_taken(self) -> None:
        self.add_error("email", gettext("That address is in the list already."))

    @property
    def about(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("email", "language", "country", "form")}
