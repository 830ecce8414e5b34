"""The second factors of a person: one-time codes, passkeys, and recovery codes to fall back on.

allauth.mfa makes, keeps and checks them; here is who must have one, and what is told of a change.
Staff reach nothing before they have one (gates); customers choose.
"""

from __future__ import annotations

import time
from base64 import b32encode
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import qrcode  # type: ignore[import-untyped]
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.people import factor_emails as emails
from kundportal.people.models import FactorReset, Person

CODES, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES
PASSKEY = Authenticator.Type.WEBAUTHN
MOST_PASSKEYS = 10
_ROUND = "factors_round"


class FactorAdapter(DefaultMFAAdapter):
    """allauth's words and names, as ours."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "That code does not work. Write the one that the app shows now, or a recovery code "
            "that you have not used."
        ),
    }

    def get_totp_issuer(self) -> str:
        return settings.PORTAL_NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        from kundportal.people import passkeys

        return {"id": passkeys.host(), "name": settings.PORTAL_NAME}


@dataclass(frozen=True)
class Factors:
    """What a person has."""

    codes: Authenticator | None
    recovery: Authenticator | None
    passkeys: list[Authenticator]

    def __bool__(self) -> bool:
        return self.codes is not None or bool(self.passkeys)

    @property
    def are_one(self) -> bool:
        """Whether taking one away leaves none."""
        return bool(self.codes) + len(self.passkeys) == 1

    @property
    def are_many(self) -> bool:
        """Whether there is no room for another passkey."""
        return len(self.passkeys) >= MOST_PASSKEYS

    @property
    def recovery_codes(self) -> list[str]:
        """Those that are not used yet."""
        return RecoveryCodes(self.recovery).get_unused_codes() if self.recovery else []

    def passkey(self, pk: int) -> Authenticator | None:
        return next((one for one in self.passkeys if one.pk == pk), None)


def of(person: Person) -> Factors:
    rows = list(Authenticator.objects.filter(user=person).order_by("pk"))
    kept = {one.type: one for one in rows}
    passkeys = [one for one in rows if one.type == PASSKEY]
    return Factors(codes=kept.get(CODES), recovery=kept.get(RECOVERY), passkeys=passkeys)


def are_shown(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session; read from the session alone."""
    records = get_authentication_records(request, request.user)
    return any(one.get("method") == "mfa" for one in records)


def may_grow(request: HttpRequest, held: Factors) -> bool:
    """Whether this session may add a factor: not if it was begun before there was a first one."""
    return (not held or are_shown(request)) and not held.are_many


def is_sure(request: HttpRequest) -> bool:
    """Whether the password was written, or single sign-on done, in the last minutes."""
    records = get_authentication_records(request, request.user)
    at = [
        one["at"]
        for one in records
        if one.get("reauthenticated") or one.get("method") == "socialaccount"
    ]
    return bool(at) and time.time() - at[-1] < REAUTHENTICATION_TIMEOUT


def offered_secret(request: HttpRequest) -> str:
    """The key that an app is to take: the same until it is taken, and kept nowhere before."""
    parts = f"{request.session.session_key}:{request.user.pk}:{request.session.get(_ROUND, '')}"
    made = salted_hmac("kundportal.people.factors", parts, algorithm="sha256").digest()
    return b32encode(made[:20]).decode()


@transaction.atomic
def add_codes(request: HttpRequest, *, person: Person, secret: str) -> None:
    """Begins with one-time codes; this session has shown one already."""
    _lock(person)
    if of(person).codes:
        return
    factor = equip(person=person, secret=secret)
    request.session[_ROUND] = str(uuid4())  # the next app gets another key
    _note_added(request, person, factor)
    emails.codes_added(person)


@transaction.atomic
def add_passkey(
    request: HttpRequest, *, person: Person, name: str, credential: dict[str, Any]
) -> bool:
    """Adds a passkey, which this session has shown by making it. Says whether it is the first."""
    _lock(person)
    held = of(person)
    if held.are_many:
        raise PermissionDenied
    factor: Authenticator = WebAuthn.add(person, name, credential).instance
    RecoveryCodes.activate(person)
    _note_added(request, person, factor)
    emails.passkey_added(person, name=name)
    return not held


def equip(*, person: Person, secret: str) -> Authenticator:
    """Gives one-time codes from this key, and recovery codes with them."""
    factor: Authenticator = TOTP.activate(person, secret).instance
    RecoveryCodes.activate(person)
    return factor


@transaction.atomic
def rename_passkey(*, person: Person, passkey: Authenticator, name: str) -> None:
    """Gives a passkey another name, for its owner alone to know it by."""
    passkey.data["name"] = name
    passkey.save(update_fields=["data"])
    record("person.passkey_renamed", thing=person, by=person, passkey=passkey.pk)


@transaction.atomic
def remove_codes(*, person: Person) -> bool:
    """Ends one-time codes, unless the person must have a second factor and has no other."""
    _lock(person)
    held = of(person)
    if held.codes is None:
        return True
    if not _remove(person, held, held.codes):
        return False
    emails.codes_removed(person)
    return True


@transaction.atomic
def remove_passkey(*, person: Person, passkey: Authenticator) -> bool:
    """Ends a passkey, unless the person must have a second factor and has no other."""
    _lock(person)
    held = of(person)
    there = held.passkey(passkey.pk)
    if there is None:
        return True
    if not _remove(person, held, there):
        return False
    emails.passkey_removed(person, name=str(there))
    return True


@transaction.atomic
def reset(*, person: Person, by: Person | None = None, reason: str = "") -> None:
    """Takes all factors from somebody who has lost them, and ends all their sessions.

    `reason` says how whoever asked was found to be the person.
    """
    if by and not person.may_be_helped_by(by):
        raise PermissionDenied
    _lock(person)
    rows = Authenticator.objects.filter(user=person)
    kinds = sorted(set(rows.values_list("type", flat=True)))
    if not kinds:
        return
    rows.delete()
    person.sessions.all().delete()
    kept = FactorReset.objects.create(person=person, by=by, reason=reason)
    record("person.factors_reset", thing=person, by=by, kinds=kinds, reset=kept.pk)
    emails.factors_reset(person)


@transaction.atomic
def renew_recovery_codes(*, person: Person) -> None:
    """Makes new recovery codes; the old ones stop working."""
    _lock(person)
    if not of(person):
        return
    Authenticator.objects.filter(user=person, type=RECOVERY).delete()
    RecoveryCodes.activate(person)
    record("person.recovery_codes_renewed", thing=person, by=person)
    emails.recovery_codes_renewed(person)


@dataclass(frozen=True)
class Picture:
    """The key as a QR code: a path over squares, and how many there are along a side."""

    path: str
    size: int


def picture_of(person: Person, secret: str) -> Picture:
    """What the app's camera reads."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(FactorAdapter().build_totp_url(person, secret))
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return Picture(path, len(rows))


def _note_added(request: HttpRequest, person: Person, factor: Authenticator) -> None:
    record_authentication(request, person, "mfa", id=factor.pk, type=factor.type)
    record("person.factor_added", thing=person, by=person, kind=str(factor.type))


def _remove(person: Person, held: Factors, factor: Authenticator) -> bool:
    """Takes one away; the recovery codes go with the last."""
    if held.are_one and person.must_have_factor:
        return False
    factor_kind = str(factor.type)
    factor.delete()
    if held.are_one:
        Authenticator.objects.filter(user=person, type=RECOVERY).delete()
    record("person.factor_removed", thing=person, by=person, kind=factor_kind)
    return True


def _lock(person: Person) -> None:
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
