"""What a browser may send about an organisation's people: inviting, reviewing, leaving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.access import mail_domains
from kundportal.access.desk_forms import InvitationForm, language_field
from kundportal.access.forms import WorkMailField
from kundportal.access.models import AccessRequest
from kundportal.lib.forms import TextField
from kundportal.people.models import Person


class ColleagueForm(forms.Form):
    """To which colleague an organisation's administrator sends the link.

    What it says depends on the organisation's own people and applications alone, so that nobody
    learns whether an address has an account elsewhere.
    """

    email = WorkMailField(label=_("Your colleague's e-mail at work"))
    language = language_field()

    def __init__(self, data: Any = None, *, by: Person) -> None:
        super().__init__(data, initial={"language": by.language})
        self.by = by

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        assert self.by.organisation
        if not _is_of(self.by, mail_domains.domain_of(email)):
            raise ValidationError(
                gettext("Write an address at %(organisation)s. Another one can't be invited from "
                        "here; they can apply by themselves.")
                % {"organisation": self.by.organisation.name}
            )  # fmt: skip
        colleagues = Person.objects.of_organisation(self.by.organisation)
        if person := colleagues.with_email(email).first():
            text = (
                gettext("The address has access already, as %(name)s.")
                if person.is_active
                else gettext("The address is in the list already, as %(name)s. Let them in again "
                             "there.")
            )  # fmt: skip
            raise ValidationError(text % {"name": person.name})
        if AccessRequest.objects.open_to(self.by).waiting_for(email):
            raise ValidationError(gettext("The address has applied already. We will decide."))
        return email


def _is_of(person: Person, domain: str) -> bool:
    """Whether it is a domain of the person's organisation; their own counts if it has none."""
    assert person.organisation
    own, _others = person.organisation.domains()
    if not own:
        return domain == mail_domains.domain_of(person.email)
    return person.organisation.has_mail_domain(domain)


class SuccessorForm(InvitationForm):
    """To whom the link is sent when nobody is left, and how staff know that they may."""

    ground = TextField(
        label=_("How do we know that this person may have access?"),
        max_length=2000,
        help_text=_("Whom you called, on which number and where you found it, and what they said. "
                    "It is kept with the application."),
        error_messages={"required": _("Write how you know it. It is kept with the application.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, language: str = "") -> None:
        super().__init__(data, initial={"language": language})


class ReviewForm(forms.Form):
    """Whether somebody still has the task."""

    stays = forms.TypedChoiceField(
        label=_("Still right?"),
        choices=(("yes", _("Still right")), ("no", _("Has left"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class LeavingForm(forms.Form):
    """How somebody ends their own access."""

    seat = forms.ChoiceField(
        label=_("Your seat"),
        choices=(
            ("free", _("Give back the seat: I have left, or have other work")),
            ("kept", _("Pause my access and keep the seat")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens to your seat.")},
    )
    understood = forms.BooleanField(
        label=_("I understand that nobody can sign in for the organisation then."),
        required=False,
    )

    def __init__(self, data: Any = None, *, is_last: bool) -> None:
        super().__init__(data)
        if is_last:
            tick = self.fields["understood"]
            tick.required = True
            tick.error_messages["required"] = gettext(
                "Tick the box if you want to leave all the same, or invite a successor first."
            )
        else:
            del self.fields["understood"]
