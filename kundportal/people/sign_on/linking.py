"""Whom an identity provider's answer lets in: only people of its own organisation, with a seat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kundportal.people.models import IdentityProvider, Person
from kundportal.people.sign_on.claims import Claims

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialAccount


class Refused(Exception):
    """The answer holds, but lets nobody in; `reason` says why in one code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def admitted(provider: IdentityProvider, claims: Claims) -> SocialAccount:
    """The link between the subject and a person, made if there is none yet."""
    known = provider.links.select_related("user__organisation", "user__seat")
    link = known.filter(uid=claims.subject).first()
    if link:
        _check(provider, link.user)
        return link
    return provider.link(person=_newly_known(provider, claims), subject=claims.subject)


def _newly_known(provider: IdentityProvider, claims: Claims) -> Person:
    """The person at the address, if the provider may say who has it."""
    if not claims.email:
        raise Refused("no address")
    if claims.email.rpartition("@")[2] not in provider.domains:
        raise Refused("domain")
    if not claims.is_vouched:
        raise Refused("unverified")
    at_address = Person.objects.with_email(claims.email).select_related("organisation", "seat")
    person: Person | None = at_address.first()
    if person is None:
        raise Refused("unknown")
    _check(provider, person)
    if provider.links.filter(user=person).exists():
        # The address has been given to somebody new, or the person to a new account.
        raise Refused("other subject")
    return person


def _check(provider: IdentityProvider, person: Person) -> None:
    if not person.is_customer or person.organisation_id != provider.pk:
        raise Refused("elsewhere")
    if not person.has_seat:
        raise Refused("no seat")
    if not person.is_active:
        raise Refused("paused")
