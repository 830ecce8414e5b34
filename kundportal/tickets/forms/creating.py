"""What a browser sends to create a ticket."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import LineField, OnceField, TextField
from kundportal.people.models import Person
from kundportal.products.models import Product
from kundportal.tickets.forms.fields import attachments_field, offer
from kundportal.tickets.forms.intake import Intake
from kundportal.tickets.models import Form, Matter


class TicketForm(Intake, forms.Form):
    """A new ticket on one of the vendor's forms."""

    product = forms.ModelChoiceField(
        Product.objects.none(),
        label=_("Product"),
        empty_label=_("Choose a product"),
        error_messages={"required": _("Choose the product that the matter is about.")},
    )
    matter = forms.ModelChoiceField(
        Matter.objects.none(),
        label=_("Kind of matter"),
        empty_label=_("Choose a kind of matter"),
        error_messages={"required": _("Choose a kind of matter.")},
    )
    title = LineField(
        label=_("Title"),
        max_length=150,
        help_text=_("Say in a few words what it is about."),
        error_messages={"required": _("Write a title.")},
    )
    text = TextField(
        label=_("Description"),
        help_text=_("What happened, what did you expect, and since when? Leave out identity "
                    "numbers and other personal data about pupils."),
        error_messages={"required": _("Describe your matter.")},
    )  # fmt: skip
    attachments = attachments_field()
    recipients = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Recipients"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Colleagues who see the whole conversation and can reply."),
    )
    once = OnceField()

    def __init__(self, *args: Any, person: Person, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, owner=person, **kwargs)
        offer(self, "product", Product.objects.offered())
        offer(self, "matter", form.matters.all())
        offer(self, "recipients", Person.objects.colleagues_of(person))
