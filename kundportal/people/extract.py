"""What this room holds about a person. Of passwords, keys and factors only that they are there."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from kundportal.lib.extracts import Entry, Fact, Part
from kundportal.people.models import Person, Session


def extract_of(person: Person) -> list[Part]:
    return [
        Part("profile", _("You"), [_profile(person)]),
        Part("organisation", _("Organisation"), _organisation(person)),
        Part("sessions", _("Where you are signed in"), _sessions(person)),
        Part("factors", _("Second factor"), _factors(person)),
    ]


def _profile(person: Person) -> Entry:
    facts = [
        Fact("name", _("Name"), person.name),
        Fact("email", _("E-mail"), person.email),
        Fact("phone", _("Phone"), person.phone),
        Fact("title", _("Role in the organisation"), person.title),
        Fact("role", _("Role"), person.role, person.get_role_display()),
        Fact("language", _("Language"), person.language, str(person.get_language_display())),
        Fact("time_zone", _("Time zone"), person.time_zone),
        Fact("is_active", _("May sign in"), person.is_active),
        Fact("is_coordinator", _("Coordinator"), person.is_coordinator),
        Fact("has_password", _("Has a password"), person.has_usable_password()),
        Fact("created_at", _("Account made"), person.created_at),
        Fact("last_login", _("Last signed in"), person.last_login),
    ]
    return Entry(person.name, facts)


def _organisation(person: Person) -> Iterator[Entry]:
    if organisation := person.organisation:
        seat = person.seat.number if person.has_seat else None
        facts = [
            Fact("name", _("Name"), organisation.name),
            Fact("country", _("Country"), organisation.country),
            Fact("seat", _("Your seat"), seat),
        ]
        yield Entry(organisation.name, facts)


def _sessions(person: Person) -> Iterator[Entry]:
    for one in Session.objects.of(person):
        facts = [
            Fact("device", _("What the browser says of itself"), one.device),
            Fact("signed_in_at", _("Signed in"), one.signed_in_at),
            Fact("last_used_at", _("Last used"), one.last_used_at),
            Fact("ends_at", _("Ends at the latest"), one.expire_date),
        ]
        yield Entry(one.device_words, facts)


def _factors(person: Person) -> Iterator[Entry]:
    for one in Authenticator.objects.filter(user=person).order_by("pk"):
        facts = [
            Fact("kind", _("Kind"), one.type, one.get_type_display()),
            Fact("created_at", _("Set up"), one.created_at),
            Fact("last_used_at", _("Last used"), one.last_used_at),
        ]
        yield Entry(str(one.get_type_display()), facts)
