"""What a browser may send about what it reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kundportal.knowledge.models import Wants
from kundportal.knowledge.models.vote import LONGEST_REASON
from kundportal.lib import identity_numbers
from kundportal.lib.forms import LineField, TextField
from kundportal.products.models import Product

YES, NO = "yes", "no"


class VoteForm(forms.Form):
    """Did the article help, and if not, why."""

    helpful = forms.ChoiceField(
        choices=[(YES, _("Yes")), (NO, _("No"))],
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Choose yes or no."),
            "invalid_choice": _("Choose yes or no."),
        },
    )
    reason = TextField(
        label=_("What was missing, or wrong?"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Write no names and no personal identity numbers. We can't answer you here."),
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if identity_numbers.find(reason):
            raise ValidationError(
                _("There seems to be a personal identity number in your text. Take it out.")
            )
        return reason

    @property
    def is_helpful(self) -> bool:
        return bool(self.cleaned_data["helpful"] == YES)


class SubscriptionForm(forms.Form):
    """Whether one wants to be told."""

    wants = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": _("Choose whether you want to be told.")},
    )

    def __init__(self, *args: Any, may_mute: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wants = [Wants.FOLLOW, Wants.MUTE] if may_mute else [Wants.FOLLOW]
        self.fields["wants"].choices = [(one.value, one.label) for one in wants]  # type: ignore[attr-defined]


class OutsideBaseForm(forms.Form):
    """The present knowledge base of a product."""

    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.none(),
        empty_label=_("Choose"),
        error_messages={
            "required": _("Choose a product."),
            "invalid_choice": _("Choose a product."),
        },
    )
    url = forms.URLField(
        label=_("Address"),
        max_length=300,
        assume_scheme="https",
        help_text=_("It begins with https://."),
        error_messages={
            "required": _("Write the address."),
            "invalid": _("Write a whole address that begins with https://."),
        },
    )
    label = LineField(
        label=_("What the link says"),
        max_length=80,
        help_text=_("Such as the name of the knowledge base. It is the same in every language."),
        error_messages={"required": _("Write what the link says.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = Product.objects.for_list()  # type: ignore[attr-defined]

    def address_is_not_safe(self) -> None:
        self.add_error("url", _("Write a whole address that begins with https://."))
