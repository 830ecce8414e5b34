"""The link by which a person chooses a new password, as Django makes and checks it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.http import base36_to_int, int_to_base36

if TYPE_CHECKING:
    from kundportal.people.models import Person


def link_for(person: Person) -> str:
    """The address, for a mail, at which the person chooses a new password."""
    names = [int_to_base36(person.pk), default_token_generator.make_token(person)]
    return settings.SITE_URL + reverse("choose-password", args=names)


def expires_at() -> datetime:
    """When a link that is made now stops working."""
    return timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def person_of(uid: str, token: str) -> Person | None:
    """Whom the link is for, as long as it works and the account is open."""
    people = get_user_model().objects.active()
    try:
        person: Person | None = people.filter(pk=base36_to_int(uid)).first()
    except ValueError:
        return None
    if person is None or not person.may_sign_in:
        return None
    return person if default_token_generator.check_token(person, token) else None
