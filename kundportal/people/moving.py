"""The link by which a person's mail address is changed, or changed back.

The new address confirms the change by the link; the old one is told and can take it back.
A link is signed and bound to the address that the person has when it is made, so it works once.
"""

from __future__ import annotations

from dataclasses import dataclass
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

_SALT = "kundportal.people.moving"


@dataclass(frozen=True)
class Move:
    """Whose address becomes which."""

    person: Person
    email: str


def link_for(person: Person, *, email: str) -> str:
    """The address, for a mail, at which the person's mail address becomes this one."""
    content = {"person": person.pk, "email": email, "state": _state_of(person)}
    token = signing.dumps(content, salt=_SALT)
    return settings.SITE_URL + reverse("email-confirm", args=[token])


def expires_at() -> datetime:
    return timezone.now() + timedelta(seconds=settings.EMAIL_CHANGE_TIMEOUT)


def read(token: str) -> Move | None:
    """What the link is for, as long as it works and the account is open."""
    try:
        content = signing.loads(token, salt=_SALT, max_age=settings.EMAIL_CHANGE_TIMEOUT)
    except signing.BadSignature:
        return None
    person: Person | None = get_user_model().objects.active().filter(pk=content["person"]).first()
    if person is None or not constant_time_compare(content["state"], _state_of(person)):
        return None
    return Move(person, content["email"])


def _state_of(person: Person) -> str:
    return salted_hmac(_SALT, f"{person.pk}:{person.email}").hexdigest()[:32]
