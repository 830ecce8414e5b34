"""Who else sees a ticket: its recipients, and how it is shared within the organisation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundportal.people.models import Organisation, OrganisationSight, Person
from kundportal.tickets.forms.fields import offer
from kundportal.tickets.models import Sight, Ticket, Wants


class SightField(forms.TypedChoiceField):
    """As the organisation has chosen, private or shared; left out means the first."""

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(
            label=gettext_lazy("Who else at the organisation sees the ticket?"),
            choices=Sight.choices,
            initial=Sight.ORGANISATION,
            required=required,
            empty_value=Sight.ORGANISATION,
            widget=forms.RadioSelect,
            help_text=gettext_lazy("You can change it later."),
            error_messages={"required": gettext_lazy("Choose who sees the ticket.")},
        )

    def explain(self, organisation: Organisation | None) -> None:
        """Says of each choice what it means today at the organisation."""
        if organisation is not None:
            self.choices = choices_at(organisation)


def choices_at(organisation: Organisation) -> list[tuple[str, str]]:
    today = {
        OrganisationSight.OWN: _("As the organisation has chosen: today nobody else"),
        OrganisationSight.COORDINATORS: _("As the organisation has chosen: today its coordinators"),
        OrganisationSight.EVERYONE: _("As the organisation has chosen: today everyone"),
    }[OrganisationSight(organisation.sight)]
    return [
        (Sight.ORGANISATION, today),
        (Sight.PRIVATE, _("Nobody else, whatever the organisation chooses")),
        (
            Sight.SHARED,
            _("Everyone who has access for %(organisation)s") % {"organisation": organisation.name},
        ),
    ]


class SharingForm(forms.Form):
    """How a ticket that is there is shared within the organisation."""

    sight = SightField(required=True)

    def __init__(self, data: Any = None, *, ticket: Ticket) -> None:
        super().__init__(data, initial={"sight": ticket.sight})
        field = self.fields["sight"]
        assert isinstance(field, SightField)
        field.explain(ticket.organisation)
        field.help_text = ""


class RecipientsForm(forms.Form):
    """Colleagues who are to take part. Those who do already may be sent once more."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Colleagues"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one colleague."),
            "invalid_choice": gettext_lazy("Choose colleagues who have access."),
            "invalid_pk_value": gettext_lazy("Choose colleagues who have access."),
        },
    )

    def __init__(self, *args: Any, ticket: Ticket, there: Iterable[int]) -> None:
        super().__init__(*args)
        people = Person.objects.who_act_for(ticket.organisation_id)
        offer(self, "people", people)
        taking_part = set(there)
        self.others = [one for one in people if one.pk not in taking_part]
        widget = self.fields["people"].widget
        assert isinstance(widget, forms.CheckboxSelectMultiple)
        widget.choices = [(one.pk, one.name) for one in self.others]


class WatchForm(forms.Form):
    """Whether the reader mutes or follows a ticket; empty for neither."""

    wants = forms.ChoiceField(choices=[("", ""), *Wants.choices], required=False)
