"""Answers after the fact: an agent changes the form of a ticket, the customer fills in the rest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import OnceField, TextField
from kundportal.people.models import Person
from kundportal.products.models import Product
from kundportal.tickets.asking.changing_form import chosen_in, compare
from kundportal.tickets.asking.questions import RESERVED, values_of
from kundportal.tickets.forms.asking import AskingForm
from kundportal.tickets.forms.fields import offer
from kundportal.tickets.models import Answers, FormVersion, Matter, Ticket


class ChoiceForm(forms.Form):
    """What a ticket gets along with its new form."""

    product = forms.ModelChoiceField(
        Product.objects.none(), label=_("Product"), empty_label=_("Choose a product"),
        error_messages={"required": _("Choose the product that the matter is about.")},
    )  # fmt: skip
    matter = forms.ModelChoiceField(
        Matter.objects.none(), label=_("Kind of matter"), empty_label=_("Choose a kind of matter"),
        error_messages={"required": _("Choose a kind of matter.")},
    )  # fmt: skip
    text = TextField(
        label=_("To the customer, if answers are missing"),
        help_text=_("Sent as your reply when the customer has to answer more. Otherwise nothing is "
                    "sent."),
        error_messages={"required": _("Write to the customer why you ask.")},
    )  # fmt: skip
    once = OnceField()

    def __init__(self, *args: Any, version: FormVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "product", Product.objects.offered_in(version.products))
        offer(self, "matter", version.form.matters.asked_in(version.matter_keys))


class AnswersForm(AskingForm):
    """The questions of a ticket's form that have no answer yet, and no others."""

    once = OnceField()

    def __init__(
        self, *args: Any, ticket: Ticket, answers: Answers, version: FormVersion, person: Person,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, owner=person, **{"auto_id": "answer_%s", **kwargs})
        self.had = answers.values
        self.chosen = chosen_in(answers.values, ticket.product, ticket.matter)
        outcome = compare(answers, version, ticket.product, ticket.matter)
        self.ask(version, person, outcome.open)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.data.get("version", "") not in ("", str(self.version.pk)):
            raise ValidationError(
                gettext("We have changed the questions since you opened them. What you have "
                        "written stands here still where it is asked for.")
            )  # fmt: skip
        if not self.errors:
            data["given"] = self.given()
        return data

    def _chosen(self, of: str) -> set[str]:
        if of in RESERVED or values_of(self.had.get(of)):
            return self.chosen(of)
        return super()._chosen(of)
