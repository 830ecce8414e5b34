"""What staff send about inner states."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import LineField
from kundportal.lib.labels import label
from kundportal.tickets.models import State, Status
from kundportal.tickets.models.state import States

NAMES = {"sv": _("Name in Swedish"), "en": _("Name in English")}


class StateField(forms.ChoiceField):
    """One of the inner states, by what customers see of them."""

    def offer(self, states: States, *, also: int | None = None) -> None:
        self.states = states
        self.choices = [
            (gettext("Customers see: %(status)s") % {"status": label(status)},
             [(str(one.pk), str(one)) for one in rows])
            for status, rows in states.grouped(also)
        ]  # fmt: skip

    def clean(self, value: Any) -> State | None:
        chosen = super().clean(value)
        return self.states.get(int(chosen)) if chosen else None


class StateForm(forms.Form):
    """The state that a ticket is in."""

    state = StateField(
        label=_("State"),
        error_messages={
            "required": _("Choose a state."), "invalid_choice": _("Choose one of the states."),
        },
    )  # fmt: skip

    def __init__(self, data: Any = None, *, states: States, now: State | None = None) -> None:
        chosen = now.pk if now else None
        super().__init__(data, auto_id="now_%s", initial={"state": chosen})
        _state(self).offer(states, also=chosen)


class NamesForm(forms.Form):
    """What a state is called, in each language of the portal."""

    def __init__(self, *args: Any, states: States, state: State | None = None) -> None:
        super().__init__(*args)
        self.states, self.state = states, state
        for code, label_of_field in NAMES.items():
            self.fields[f"name_{code}"] = LineField(
                label=label_of_field,
                max_length=60,
                initial=state.names.get(code, "") if state else "",
                error_messages={"required": _("Write a name.")},
            )

    def clean(self) -> dict[str, Any]:
        others = [one for one in self.states.rows if self.state is None or one.pk != self.state.pk]
        for code in NAMES:
            name = self.cleaned_data.get(f"name_{code}", "").casefold()
            if name and any(one.names.get(code, "").casefold() == name for one in others):
                self.add_error(f"name_{code}", gettext("There is a state with this name already."))
        return self.cleaned_data

    @property
    def names(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"name_{code}"] for code in NAMES}


class NewStateForm(NamesForm):
    """A state of one's own."""

    status = forms.ChoiceField(
        label=_("Customers see meanwhile"),
        choices=Status.choices,
        error_messages={"invalid_choice": _("Choose one of the four.")},
    )
    field_order = ["name_sv", "name_en", "status"]

    def __init__(self, *args: Any, states: States) -> None:
        super().__init__(*args, states=states)
        self.order_fields(self.field_order)


class PositionForm(forms.Form):
    """The place among those of the same status, counted from 0."""

    position = forms.IntegerField(min_value=0, max_value=1000)


def _state(form: forms.Form) -> StateField:
    field = form.fields["state"]
    assert isinstance(field, StateField)
    return field
