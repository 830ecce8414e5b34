"""Passkeys: what the browser is asked, and whether its answer holds.

The keys lie in the person's phone, computer or security key; allauth.mfa keeps the public halves
and fido2 does the sums. Every passkey is found without an address and asks who holds it (finger,
face or PIN), so one alone stands for address, password and second factor.
"""

from __future__ import annotations

import json
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.encoding import punycode
from fido2.utils import websafe_encode
from fido2.webauthn import AuthenticationResponse, CollectedClientData, RegistrationResponse

from kundportal.people.models import Person

LASTS = 5 * 60
# What reading an answer that no browser has made may end in.
_UNREADABLE = (
    ValidationError, ValueError, TypeError, LookupError, AttributeError, AssertionError,
    NotImplementedError, RecursionError, struct.error,
)  # fmt: skip


class Late(Exception):
    """Nothing was asked, or too long ago."""


class Unknown(Exception):
    """The answer does not come from a passkey that opens anything here."""


def host() -> str:
    """The name that passkeys are bound to. Whoever changes it makes all of them useless."""
    return punycode(urlsplit(settings.SITE_URL).hostname or "localhost")


def ask_to_make(person: Person) -> dict[str, Any]:
    """What the browser is asked, to make a passkey that the person does not have yet."""
    return _asked(auth.begin_registration(person, passwordless=True), f"make {person.pk}")


def ask_to_show(person: Person | None = None) -> dict[str, Any]:
    """What the browser is asked, to show a passkey: the person's, or whichever it has."""
    return _asked(auth.begin_authentication(person), _showing(person))


def made(person: Person, answer: dict[str, Any]) -> dict[str, Any]:
    """The new passkey, as it is kept."""
    with _once(f"make {person.pk}"):
        response = RegistrationResponse.from_dict(answer)
        _hold_to_us(response.response.client_data)
        binding = auth.complete_registration(answer)
        kept = binding.credential_data
        if any(one.credential_id == kept.credential_id for one in auth.get_credentials(person)):
            raise Unknown
        return {
            "id": response.id,
            "rawId": response.id,
            "type": "public-key",
            "response": {
                "clientDataJSON": response.response.client_data.b64,
                "attestationObject": websafe_encode(response.response.attestation_object),
            },
        }


def shown(person: Person | None, answer: dict[str, Any]) -> Authenticator:
    """The passkey that was shown: one of the person's, or of anyone who may sign in."""
    with _once(_showing(person)):
        _hold_to_us(AuthenticationResponse.from_dict(answer).response.client_data)
        whose = person or auth.extract_user_from_response(answer)
        authenticator: Authenticator = auth.complete_authentication(whose, answer)
        if not whose.is_active:
            raise Unknown
        authenticator.user = whose
        return authenticator


def _showing(person: Person | None) -> str:
    return f"show {person.pk if person else 'any'}"


def _asked(options: dict[str, Any], what: str) -> dict[str, Any]:
    """The options as plain JSON; the session keeps what they were for, and until when."""
    auth.set_state({**(auth.get_state() or {}), "what": what, "until": time.time() + LASTS})
    plain: dict[str, Any] = json.loads(json.dumps(options, default=dict))
    plain["publicKey"]["timeout"] = LASTS * 1000
    return plain


@contextmanager
def _once(what: str) -> Iterator[None]:
    """Takes the question out of the session, so that it is answered once and in time."""
    state = auth.get_state() or {}
    try:
        if state.get("what") != what or state["until"] < time.time():
            raise Late
        yield
    except _UNREADABLE as problem:
        raise Unknown from problem
    finally:
        auth.clear_state()


def _hold_to_us(said: CollectedClientData) -> None:
    """Stricter than the library, to which any host below ours would do."""
    site = urlsplit(settings.SITE_URL)
    port = site.port if site.port not in {None, {"http": 80, "https": 443}.get(site.scheme)} else 0
    if said.origin != f"{site.scheme}://{host()}" + (f":{port}" if port else ""):
        raise Unknown
    if said.cross_origin:
        raise Unknown
