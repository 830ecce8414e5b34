"""Who at an organisation sees its tickets, and what its mails tell of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.people.models import Organisation, OrganisationSight, Person


class SightForm(forms.Form):
    """What an organisation chooses for all its tickets, and who its coordinators are."""

    sight = forms.ChoiceField(
        label=_("Who sees the tickets of colleagues?"),
        choices=[
            (OrganisationSight.OWN, _("Nobody: each person sees their own tickets, and those they "
                                      "are a recipient of")),
            (OrganisationSight.COORDINATORS, _("Coordinators see all tickets of the organisation")),
            (OrganisationSight.EVERYONE, _("Everyone sees all tickets of the organisation")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Whoever creates a ticket can still keep it to themselves and its recipients."),
        error_messages={"required": _("Choose who sees the tickets.")},
    )  # fmt: skip
    may_reply = forms.TypedChoiceField(
        label=_("What may they do with the tickets of colleagues?"),
        choices=[("no", _("Read them")), ("yes", _("Read, reply and close them"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_("Whoever replies becomes a recipient of the ticket."),
        error_messages={"required": _("Choose what they may do.")},
    )
    coordinators = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Coordinators"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They choose on this page. As long as there is none, all of you can."),
    )

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        people = Person.objects.who_act_for(organisation)
        self.people: list[Person] = list(people)
        super().__init__(
            data,
            initial={
                "sight": organisation.sight,
                "may_reply": "yes" if organisation.sight_may_reply else "no",
                "coordinators": [one.pk for one in self.people if one.is_coordinator],
            },
        )
        field = self.fields["coordinators"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = people

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        wants = given.get("sight") == OrganisationSight.COORDINATORS
        if wants and "coordinators" in given and not given["coordinators"]:
            self.add_error("coordinators", gettext("Choose at least one coordinator."))
        return given


class MailsForm(forms.Form):
    """How much mails tell of the organisation's tickets."""

    mails = forms.ChoiceField(
        label=_("What do mails about the tickets say?"),
        choices=[
            ("whole", _("Title, replies and names: what one needs to know")),
            ("bare", _("Only the ticket's number and a link")),
        ],
        widget=forms.RadioSelect,
        help_text=_("It holds for mails to the support as well. Everything stands in the portal."),
        error_messages={"required": _("Choose what mails say.")},
    )

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        now = "bare" if organisation.mails_are_bare else "whole"
        super().__init__(data, initial={"mails": now})
