"""What a browser may send about organisations that end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kundportal.people.closing import TooFewSeats
from kundportal.people.models import Organisation


class MergerForm(forms.Form):
    """Of which organisation another one becomes a part."""

    into = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Becomes part of"),
        empty_label=_("Choose an organisation"),
        error_messages={
            "required": _("Choose an organisation."),
            "invalid_choice": _("Choose another organisation, one that is open."),
        },
    )

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        super().__init__(data)
        others = Organisation.objects.open().in_country(organisation.country)
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = others.exclude(pk=organisation.pk).by_name()

    def has_too_few_seats(self, problem: TooFewSeats) -> None:
        free = ngettext("has %(free)s free seat", "has %(free)s free seats", problem.free) % {
            "free": problem.free
        }
        text = ngettext(
            "%(organisation)s %(free)s, but %(wanted)s is needed. Raise the number of seats first.",
            "%(organisation)s %(free)s, but %(wanted)s are needed. Raise the number of seats "
            "first.",
            problem.wanted,
        )
        into = self.cleaned_data["into"]
        names = {"organisation": into, "free": free, "wanted": problem.wanted}
        self.add_error("into", text % names)

    def is_too_late(self) -> None:
        self.add_error("into", gettext("One of the two has been closed or merged in the meantime."))
