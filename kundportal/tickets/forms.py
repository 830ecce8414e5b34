"""What a browser may send about tickets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import FilesField, LineField, OnceField, TextField
from kundportal.people.models import Person
from kundportal.products.models import Product
from kundportal.tickets.models import Form, Matter, Priority, Status


def _attachments() -> FilesField:
    return FilesField(
        label=_("Files"),
        required=False,
        help_text=_("Pictures, PDF, text or office documents, at most 25 MB each and 20 in all."),
    )


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class TicketForm(forms.Form):
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
    attachments = _attachments()
    recipients = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Recipients"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Colleagues who see the whole conversation and can reply."),
    )
    once = OnceField()

    def __init__(self, *args: Any, person: Person, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "product", Product.objects.offered())
        _offer(self, "matter", form.matters.all())
        _offer(self, "recipients", Person.objects.colleagues_of(person))


class ReplyForm(forms.Form):
    """A customer's reply."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "reply_%s", **kwargs})

    text = TextField(label=_("Your reply"), error_messages={"required": _("Write a reply.")})
    attachments = _attachments()
    once = OnceField()


class HandoverForm(forms.Form):
    """Who takes over somebody's tickets."""

    colleague = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Colleague who takes over"),
        empty_label=_("Choose a colleague"),
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("Choose a colleague who has access."),
        },
    )

    def __init__(self, *args: Any, person: Person) -> None:
        super().__init__(*args)
        _offer(self, "colleague", Person.objects.colleagues_of(person))


class ReadingForm(forms.Form):
    """How far somebody has read."""

    up_to = forms.IntegerField(min_value=0, max_value=2**63 - 1)


class AgentReplyForm(ReplyForm):
    """A reply from the vendor, which also says who acts next."""

    status = forms.ChoiceField(
        label=_("Afterwards the ticket is"),
        choices=[
            (Status.WAITING, _("Waiting for the customer")),
            (Status.IN_PROGRESS, _("In progress")),
        ],
    )


class NoteForm(forms.Form):
    """An internal note."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "note_%s", **kwargs})

    text = TextField(label=_("Internal note"), error_messages={"required": _("Write a note.")})
    once = OnceField()


class PriorityForm(forms.Form):
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Priority.choices, coerce=int)


class AssignmentForm(forms.Form):
    assignee = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Handled by"),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "assignee", Person.objects.staff())
