"""The addresses that mails to an applicant carry."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from kundportal.access.countries import Country

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest

_SALT = "kundportal.access.confirmation"


class UnusableLink(Exception):
    """The link can't be used. `reason` is "altered" or "expired"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def confirmation(application: AccessRequest) -> str:
    """Where the applicant confirms their address; signed, and good for three days."""
    token = signing.dumps(application.pk, salt=_SALT)
    return settings.SITE_URL + reverse("apply-confirm", args=[token])


def confirmation_expires_at() -> datetime:
    return timezone.now() + timedelta(seconds=settings.ACTIVATION_TIMEOUT)


def confirmed_by(token: str) -> int:
    """The key of the application that the link is for."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=settings.ACTIVATION_TIMEOUT)
    except signing.SignatureExpired:
        raise UnusableLink("expired") from None
    except signing.BadSignature:
        raise UnusableLink("altered") from None
    return int(pk)


def status(application: AccessRequest) -> str:
    return settings.SITE_URL + reverse("apply-status", args=[application.key])


def desk(application: AccessRequest) -> str:
    return settings.SITE_URL + reverse("desk-access-request", args=[application.pk])


def own_application(application: AccessRequest) -> str:
    return settings.SITE_URL + reverse("own-application", args=[application.pk])


def own_organisation() -> str:
    return settings.SITE_URL + reverse("own-organisation")


def review() -> str:
    return settings.SITE_URL + reverse("own-review")


def apply(country: Country | None = None) -> str:
    """Where one applies: in the country, or where one chooses a country."""
    path = reverse("apply-form", args=[country.slug]) if country else reverse("apply")
    return settings.SITE_URL + path


def sign_in() -> str:
    return settings.SITE_URL + reverse("sign-in")
