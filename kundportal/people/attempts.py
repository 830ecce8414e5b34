"""How often a secret may be guessed at, and when the next try is taken.

allauth counts; here is how long to wait. A try to sign in is counted by address and place, and by
the address alone; from a browser that the person has signed in with before, by that browser and
nothing else, so that nobody who guesses elsewhere keeps the right person out.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil
from typing import Any

from allauth.core import context
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from kundportal.people import known_browsers
from kundportal.people.models import Person

_APP = "allauth.account"
_TOO_MANY = "too_many"
_OF_ALLAUTH = {"too_many_login_attempts", "rate_limited"}


def take(request: HttpRequest, action: str, *, key: str | None = None, user: Any = None) -> int:
    """Counts a try; how many seconds to wait first, and 0 when it may be made."""
    taken = ratelimit.consume(request, app=_APP, action=action, key=key, user=user)
    return 0 if taken else _seconds(request, action, key=key, user=user)


def _seconds(request: HttpRequest, action: str, *, key: str | None = None, user: Any = None) -> int:
    """How long until a try is taken, if nobody makes another one meanwhile."""
    waits = [1.0]
    for rate in ratelimit.get_rates(app=_APP, action=action):
        counter = ratelimit.get_cache_key(
            request, app=_APP, action=action, rate=rate, key=key, user=user
        )
        tried: list[float] = cache.get(counter, [])  # the latest first
        if len(tried) >= rate.amount:
            waits.append(tried[rate.amount - 1] + rate.duration - time.time())
    return ceil(max(waits))


def sign_in(request: HttpRequest, email: str) -> Callable[[], None]:
    """Counts a try to sign in; gives what takes the count back when it succeeds."""
    browser = known_browsers.handle_of(request, email)
    if browser:
        counters = [("login_browser", f"{browser}:{email}")]
    else:
        counters = [("login_failed", f"{ratelimit.get_ip(request)}:{email}"),
                    ("login_address", email)]  # fmt: skip
    taken = []
    for action, key in counters:
        usage = ratelimit.consume(request, app=_APP, action=action, key=key)
        if not usage:
            waits = [_seconds(request, action, key=key) for action, key in counters]
            raise _too_many(max(waits), sign_in_again)
        taken.append(usage)

    def take_back() -> None:
        for usage in taken:
            usage.rollback()

    return take_back


def password(person: Person) -> Callable[[], None]:
    """Counts a try to confirm one's password; gives what takes the count back."""
    request = context.request
    usage = ratelimit.consume(request, app=_APP, action="reauthenticate", user=person)
    if not usage:
        raise _too_many(_seconds(request, "reauthenticate", user=person), try_again)
    return usage.rollback  # type: ignore[no-any-return]


def passkey(request: HttpRequest) -> None:
    """Refuses a passkey from where too many have failed; whose it is is not known before."""
    if not ratelimit.consume(request, app=_APP, action="passkey_failed", dry_run=True):
        raise _too_many(_seconds(request, "passkey_failed"), sign_in_again)


def code(person: Person, check: Callable[[], Any]) -> Any:
    """What `check`, which counts by allauth, gives; too many tries are told in our words."""
    try:
        return check()
    except ValidationError as error:
        if getattr(error, "code", "") not in _OF_ALLAUTH:
            raise
        key = f"mfa-auth-user-{person.pk}"
        wait = _seconds(context.request, "login_failed", key=key)
        raise _too_many(wait, try_again) from None


def _too_many(wait: int, words: Callable[[int], str]) -> ValidationError:
    return ValidationError(words(minutes_of(wait)), code=_TOO_MANY, params={"wait": wait})


def try_again(minutes: int) -> str:
    return ngettext(
        "There have been too many attempts. Wait %(minutes)s minute and try again.",
        "There have been too many attempts. Wait %(minutes)s minutes and try again.",
        minutes,
    ) % {"minutes": minutes}


def sign_in_again(minutes: int) -> str:
    return ngettext(
        "There have been too many attempts to sign in. Wait %(minutes)s minute and try again, or "
        "choose a new password.",
        "There have been too many attempts to sign in. Wait %(minutes)s minutes and try again, or "
        "choose a new password.",
        minutes,
    ) % {"minutes": minutes}


def minutes_of(wait: int) -> int:
    return ceil(wait / 60)


def answered(response: HttpResponse, form: Any) -> HttpResponse:
    """Gives the page of a form the status that says what became of it."""
    if hasattr(response, "render"):
        response.render()
    if form.is_bound:
        response.status_code = 422
    errors = [error for found in form.errors.as_data().values() for error in found]
    waits = [error.params["wait"] for error in errors if error.code == _TOO_MANY]
    if waits:
        response.status_code = 429
        response.headers["Retry-After"] = str(max(waits))
    return response
