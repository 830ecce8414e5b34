"""What people do with passkeys, as their browsers send it."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from kundportal.people import factors
from kundportal.people.models import Person
from tests.cast import PASSWORD, confirm_password, show_factor, signed_in
from tests.people.software_key import SoftwareKey

INDEX, ADD = "/settings/factors/", "/settings/factors/passkeys/"
QUESTION, RECOVERY = f"{ADD}question/", "/settings/factors/recovery/"
SIGN_IN, ALONE, STEP = "/sign-in/", "/sign-in/passkey/", "/sign-in/code/"


def give(person: Person, key: SoftwareKey, name: str = "Telefonen") -> Authenticator:
    """Adds the key to the person's passkeys, as they would."""
    client = signed_in(person)
    show_factor(client, person)
    confirm_password(client, person)
    answer = key.make(client.post(QUESTION).json())
    assert client.post(ADD, {"name": name, "credential": answer}).status_code == 302
    cache.clear()
    return factors.of(person).passkeys[-1]


def show_alone(client: Client, key: SoftwareKey, **extra: Any) -> HttpResponse:
    answer = key.show(client.post(ALONE).json())
    return client.post(SIGN_IN, {"credential": answer, **extra})


def begin(person: Person) -> Client:
    """Has written address and password."""
    client = Client()
    client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    return client


def show_second(client: Client, key: SoftwareKey) -> HttpResponse:
    return client.post(STEP, {"credential": key.show(client.post(f"{STEP}passkey/").json())})
