"""The link by which a person chooses a new password, as allauth makes and checks it."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from django.utils.http import base36_to_int

from kundportal.people.models import Person


def person_of(uid: str, token: str) -> Person | None:
    """Whom the link is for, as long as it works and the account is open."""
    try:
        person = Person.objects.active().filter(pk=base36_to_int(uid)).first()
    except ValueError:
        return None
    if person is None or not person.may_sign_in:
        return None
    return person if default_token_generator.check_token(person, token) else None
