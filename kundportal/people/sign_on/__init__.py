"""Single sign-on: people sign in by their own organisation's identity provider.

`django-allauth` speaks OpenID Connect and SAML 2.0; here is what it is told, what is asked of an
answer beyond that, and whom an answer lets in. An organisation's provider can only ever let in
people who have a seat there. Words: the *identity provider* is the organisation's own server; a
*subject* is its name for a person; a *link* says which person a subject is.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

PREFIX = "organisation-"


def address(name: str, organisation_id: int) -> str:
    """A whole address of ours that the other side is given; never made of what a browser says."""
    return settings.SITE_URL + reverse(name, args=[organisation_id])


def id_of(organisation_id: int) -> str:
    """How allauth names the organisation's identity provider."""
    return f"{PREFIX}{organisation_id}"


def organisation_of(provider_id: str) -> int | None:
    """Which organisation's identity provider allauth means."""
    number = provider_id.removeprefix(PREFIX)
    known = provider_id.startswith(PREFIX) and number.isascii() and number.isdigit()
    return int(number) if known and len(number) <= 18 else None
