"""The link by which a new person chooses their password.

The link is signed, lasts for three days, and is bound to the password that the person has when it
is made: once a password has been chosen, it opens nothing more.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from kundportal.people.models import Person

_SALT = "kundportal.people.activation"


class UnusableLink(Exception):
    """The link can't be used. `reason` is "altered", "expired" or "used"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def link_for(person: Person) -> str:
    """The address, for a mail, at which the person chooses a password."""
    token = signing.dumps({"person": person.pk, "state": _state_of(person)}, salt=_SALT)
    return settings.SITE_URL + reverse("activate", args=[token])


def expires_at() -> datetime:
    """When a link that is made now stops working."""
    return timezone.now() + timedelta(seconds=settings.ACTIVATION_TIMEOUT)


def person_of(token: str) -> Person:
    """Whom the link is for, as long as it works."""
    try:
        content = signing.loads(token, salt=_SALT, max_age=settings.ACTIVATION_TIMEOUT)
    except signing.SignatureExpired:
        raise UnusableLink("expired") from None
    except signing.BadSignature:
        raise UnusableLink("altered") from None
    person: Person | None = get_user_model().objects.active().filter(pk=content["person"]).first()
    if person is None or not person.may_sign_in:
        raise UnusableLink("altered")
    if not constant_time_compare(content["state"], _state_of(person)):
        raise UnusableLink("used")
    return person


def _state_of(person: Person) -> str:
    return salted_hmac(_SALT, f"{person.pk}:{person.email}:{person.password}").hexdigest()[:32]
