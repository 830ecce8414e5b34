"""How often each may search: people by themselves, strangers by where they come from."""

from __future__ import annotations

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest

from kundportal.lib.pace import Pace

_pace = Pace()


def may_search(request: HttpRequest) -> bool:
    """Counts a search, and says whether it may be made."""
    person = request.user
    # Strangers are counted below zero, where no person's key is.
    who = person.pk if person.is_authenticated else -1 - hash(get_ip(request)) % 2**62
    return _pace.take(who, a_minute=settings.SEARCHES_A_MINUTE)
