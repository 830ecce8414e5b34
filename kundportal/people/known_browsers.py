"""The browsers in which a person has signed in before, known by a signed cookie.

It opens nothing. Tries from such a browser are counted apart, see `attempts`. The cookie holds no
address, only marks that can't be read back, of those who signed in last.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from kundportal.people.models import Person

_SALT = "kundportal.people.known_browsers"
_PEOPLE = 5


def handle_of(request: HttpRequest, email: str) -> str:
    """What the browser is counted by, if whoever has the address has signed in with it."""
    known = _read(request)
    return known["browser"] if _mark_of(email) in known["people"] else ""


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Notes that the person has signed in with this browser."""
    known, mark = _read(request), _mark_of(person.email)
    others = [one for one in known["people"] if one != mark]
    known = {**known, "people": [mark, *others][:_PEOPLE]}
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        signing.dumps(known, salt=_SALT),
        max_age=settings.BROWSER_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def _read(request: HttpRequest) -> dict[str, Any]:
    cookie = request.COOKIES.get(settings.BROWSER_COOKIE_NAME, "")
    try:
        known: dict[str, Any] = signing.loads(
            cookie, salt=_SALT, max_age=settings.BROWSER_COOKIE_AGE
        )
    except signing.BadSignature:
        return {"browser": uuid4().hex, "people": []}
    return known


def _mark_of(email: str) -> str:
    return salted_hmac(_SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:24]
