"""What a browser sends to create a ticket."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import LineField, OnceField, TextField
from kundportal.people.models import Person
from kundportal.products.models import Product
from kundportal.tickets.asking.questions import MATTER, Question
from kundportal.tickets.forms.asking import AskingForm
from kundportal.tickets.forms.fields import attachments_field, choose, offer
from kundportal.tickets.forms.sharing import SightField
from kundportal.tickets.models import Form, FormVersion, Matter


class TicketForm(AskingForm):
    """A new ticket on one of the vendor's forms: what each has, and the form's own questions."""

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
    sight = SightField()
    once = OnceField()

    def __init__(
        self, *args: Any, person: Person, form: Form, version: FormVersion | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, owner=person, **kwargs)
        version = version or FormVersion.objects.current(form, person.organisation_id)
        assert version, "a form is filled in by those who are offered it"
        self.form = form
        offer(self, "product", Product.objects.offered_in(version.products))
        offer(self, "matter", form.matters.asked_in(version.matter_keys))
        offer(self, "recipients", Person.objects.colleagues_of(person))
        self.fields["sight"].explain(person.organisation)  # type: ignore[attr-defined]
        self.matters = list(form.matters.asked_in(version.matter_keys))
        self.ask(version, person, version.asked)
        self.order_fields(["product", "matter", *self.every])
        # Each is asked for once, however many fields want it.
        choose(self, "matter", self.matters)
        choose(self, "recipients", self.people)

    def again(self, data: QueryDict) -> TicketForm:
        """The same form with what was typed, as if it had not been sent; files are left out."""
        about: Any = {"person": self.person, "form": self.form, "version": self.version}
        return TicketForm(initial=TicketForm(data, **about).sent_values(), **about)

    def chosen_elsewhere(self, of: str) -> set[str]:
        sent = self._sent(of)
        if of == MATTER:
            return {one.key for one in self.matters if str(one.pk) in sent}
        return sent

    def values_of(self, question: Question) -> list[str]:
        if question.of == MATTER:
            return [str(one.pk) for one in self.matters if one.key in question.values]
        return question.values

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.version.is_still_taken:
            raise ValidationError(
                gettext("This form is not used any more. Choose another one below; what you have "
                        "written comes along.")
            )  # fmt: skip
        if self.data.get("version", "") not in ("", str(self.version.pk)):
            raise ValidationError(
                gettext("The form is not the same as when you opened it. What you have written "
                        "stands here still. Look through it and send it again.")
            )  # fmt: skip
        if not self.errors:
            data["answers"] = self.given()
        return data
