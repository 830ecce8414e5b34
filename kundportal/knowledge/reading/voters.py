"""Who says whether an article helped: a person, or the browser of somebody who is not signed in."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from kundportal.people.models import Person

_SALT = "kundportal.knowledge.reading.voters"
_MARK = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Voter:
    """A reader by the mark that votes are counted by; `cookie` is what the browser keeps of it."""

    key: str
    person: Person | None = None
    cookie: str = ""

    def remember(self, response: HttpResponse) -> None:
        """Has the browser known again, so that its answer can be changed and counts once."""
        if self.cookie:
            response.set_cookie(
                settings.VOTER_COOKIE_NAME, self.cookie, max_age=settings.BROWSER_COOKIE_AGE,
                httponly=True, samesite="Lax", secure=settings.HTTPS,
            )  # fmt: skip


def voter_of(request: HttpRequest) -> Voter:
    if request.user.is_authenticated:
        return Voter(f"person:{request.user.pk}", request.user)
    cookie = request.COOKIES.get(settings.VOTER_COOKIE_NAME, "")
    if not _MARK.fullmatch(cookie):
        cookie = secrets.token_hex(16)
    # What stands in the database is no key to a browser's cookie.
    mark = salted_hmac(_SALT, cookie, algorithm="sha256").hexdigest()[:32]
    return Voter(f"browser:{mark}", cookie=cookie)
