"""The second factors of a person: one-time codes from an app, and recovery codes to fall back on.

allauth.mfa makes, keeps and checks them; here is who must have one, and what is told of a change.
Staff reach nothing before they have one (gates); customers choose.
"""

from __future__ import annotations

from base64 import b32encode
from dataclasses import dataclass
from uuid import uuid4

import qrcode  # type: ignore[import-untyped]
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.people import emails
from kundportal.people.models import Person

CODES, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES
_ROUND = "factors_round"


class FactorAdapter(DefaultMFAAdapter):
    """allauth's words and names, as ours."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code does not work. Write the one that the app shows now."),
    }

    def get_totp_issuer(self) -> str:
        return settings.PORTAL_NAME


@dataclass(frozen=True)
class Factors:
    """What a person has."""

    codes: Authenticator | None
    recovery: Authenticator | None

    def __bool__(self) -> bool:
        return self.codes is not None

    @property
    def recovery_codes(self) -> list[str]:
        """Those that are not used yet."""
        return RecoveryCodes(self.recovery).get_unused_codes() if self.recovery else []


def of(person: Person) -> Factors:
    kept = {one.type: one for one in Authenticator.objects.filter(user=person)}
    return Factors(codes=kept.get(CODES), recovery=kept.get(RECOVERY))


def are_shown(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session; read from the session alone."""
    records = get_authentication_records(request, request.user)
    return any(one.get("method") == "mfa" for one in records)


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
    record_authentication(request, person, "mfa", id=factor.pk, type=factor.type)
    record("person.factor_added", thing=person, by=person, kind=CODES.value)
    emails.factor_added(person)


def equip(*, person: Person, secret: str) -> Authenticator:
    """Gives one-time codes from this key, and recovery codes with them."""
    factor: Authenticator = TOTP.activate(person, secret).instance
    RecoveryCodes.activate(person)
    return factor


@transaction.atomic
def remove_codes(*, person: Person) -> bool:
    """Ends one-time codes, unless the person must have a second factor."""
    if person.must_have_factor:
        return False
    reset(person=person, by=person)
    return True


@transaction.atomic
def reset(*, person: Person, by: Person | None = None) -> None:
    """Takes all factors away, and ends all sessions if it was not the person's own doing."""
    _lock(person)
    if Authenticator.objects.filter(user=person).delete()[0]:
        record("person.factor_removed", thing=person, by=by, kind=CODES.value)
        emails.factor_removed(person)
        if by is None:
            person.sessions.all().delete()


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


def _lock(person: Person) -> None:
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
