"""Replies, and how far somebody has read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import OnceField, TextField
from kundportal.tickets.forms.fields import attachments_field
from kundportal.tickets.forms.intake import Intake
from kundportal.tickets.forms.states import StateField
from kundportal.tickets.models import Status
from kundportal.tickets.models.state import States


class ReplyForm(Intake, forms.Form):
    """A customer's reply."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "reply_%s", **kwargs})

    text = TextField(label=_("Your reply"), error_messages={"required": _("Write a reply.")})
    attachments = attachments_field()
    once = OnceField()


class PreviewForm(forms.Form):
    """Any text that somebody writes, read as the form that sends it reads it."""

    text = TextField(required=False)


class ReadingForm(forms.Form):
    """How far somebody has read."""

    up_to = forms.IntegerField(min_value=0, max_value=2**63 - 1)


class AgentReplyForm(ReplyForm):
    """A reply from the vendor, which also says who acts next."""

    state = StateField(
        label=_("Afterwards the ticket is"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the states.")},
    )

    def __init__(self, *args: Any, states: States | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, states = self.fields["state"], states or States.load()
        assert isinstance(field, StateField)
        field.offer(states)
        usual = states.first(Status.WAITING)
        self.initial["state"] = usual and usual.pk
