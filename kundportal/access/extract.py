"""The applications of a person's address, and what they have said of those of others.

Not who decided, nor what others have said: that is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kundportal.access.models import AccessRequest, Invitation, Objection
from kundportal.access.states import Reason
from kundportal.lib.extracts import Entry, Fact, Part
from kundportal.lib.paging import walk
from kundportal.people.models import Person


def extract_of(person: Person) -> list[Part]:
    return [
        Part("access_requests", _("Your access requests"), _requests(person)),
        Part("invitations", _("Links to the application that we have sent you"), _links(person)),
        Part("objections", _("Applicants whom you have said you do not know"), _objections(person)),
    ]


def _requests(person: Person) -> Iterator[Entry]:
    for one in walk(AccessRequest.objects.made_by(person)):
        reason = str(Reason(one.reason).label) if one.reason else ""
        facts = [
            Fact("reference", _("Reference"), one.reference),
            Fact("state", _("State"), one.state, one.get_state_display()),
            Fact("name", _("Name"), one.name),
            Fact("email", _("E-mail"), one.email),
            Fact("phone", _("Phone"), one.phone),
            Fact("country", _("Country"), one.country),
            Fact("organisation_name", _("Organisation"), one.organisation_name),
            Fact("title", _("Role in the organisation"), one.title),
            Fact("appointed_by", _("Appointed by"), one.appointed_by),
            Fact("language", _("Language"), one.language),
            Fact("created_at", _("Sent"), one.created_at),
            Fact("confirmed_at", _("Address confirmed"), one.confirmed_at),
            Fact("decide_by", _("Decision promised by"), one.decide_by),
            Fact("decided_at", _("Decided"), one.decided_at),
            Fact("reason", _("Reason"), one.reason, reason),
            Fact("words", _("What we wrote to you"), one.words),
        ]
        yield Entry(one.reference, facts)


def _links(person: Person) -> Iterator[Entry]:
    for one in walk(Invitation.objects.sent_to(person.email)):
        facts = [
            Fact("email", _("E-mail"), one.email),
            Fact("language", _("Language"), one.language),
            Fact("sent_at", _("Sent"), one.sent_at),
        ]
        yield Entry(one.email, facts)


def _objections(person: Person) -> Iterator[Entry]:
    for one in walk(Objection.objects.filter(by=person)):
        facts = [
            Fact("made_at", _("When"), one.made_at),
            Fact("words", _("What you wrote"), one.words),
        ]
        yield Entry(_("Somebody whom you did not know"), facts)
