"""Signs people in, and reads the signed-in person with organisation in one query."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from kundportal.people.models import Person


class PersonBackend(AuthenticationBackend):
    """allauth's own backend, which also runs the hasher for unknown addresses."""

    def get_user(self, user_id: Any) -> Person | None:
        people = Person.objects.select_related("organisation__factor_demand")
        person = people.filter(pk=user_id).first()
        return person if person and person.may_sign_in else None
