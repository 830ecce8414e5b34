"""What a browser may send about how a person is told of things."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kundportal.notifications.choosing import kinds_for, told_of
from kundportal.notifications.models import Kind
from kundportal.people.forms import OwnForm
from kundportal.people.models import Notify, Person

ABOUT = {
    Kind.REPLIES: _("When somebody replies in or closes a ticket that you take part in or follow."),
    Kind.NAMED: _("When a colleague makes you a recipient of a ticket."),
    Kind.ASSIGNED: _("When a ticket is given to you."),
    Kind.NEW_TICKETS: _("When a customer creates a ticket. In the portal it stands in the queue."),
    Kind.RATINGS: _("When a customer was not content with how a ticket went."),
    Kind.APPLICATIONS: _(
        "Reminders, and what an organisation says about an applicant, always come."
    ),
    Kind.ARTICLES: _("When an article that you follow in the knowledge portal is new or changed."),
}
AT_DESK = {
    Kind.REPLIES: _("When a customer replies in a ticket that you handle or follow."),
    Kind.ARTICLES: _(
        "When an article that you follow is changed, and when one that you look after has not "
        "helped its readers or is to be reviewed."
    ),
}


class NotificationsForm(OwnForm):
    """How the person is told of each kind that concerns them."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        for kind in kinds_for(person):
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                choices=Notify.choices,
                widget=forms.RadioSelect,
                help_text=_about(kind, person),
                initial=told_of(person, kind),
                error_messages={"required": _("Choose how you want to be told.")},
            )

    @property
    def chosen(self) -> dict[str, Notify]:
        return {kind: Notify(how) for kind, how in self.cleaned_data.items()}


def _about(kind: Kind, person: Person) -> Any:
    return AT_DESK.get(kind, ABOUT[kind]) if person.is_staff else ABOUT[kind]
