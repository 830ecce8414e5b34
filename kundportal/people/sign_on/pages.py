"""The pages on which single sign-on ends when nobody is let in."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from kundportal.lib.pages import page
from kundportal.people.models import IdentityProvider

log = logging.getLogger(__name__)
# What is nobody's fault, or the browser's: staff need not look into it.
HARMLESS = {"cancelled", "stale"}


def failed(request: HttpRequest, provider: IdentityProvider, reason: str) -> HttpResponse:
    """The answer does not hold, or none came."""
    log.warning("single sign-on at %s failed: %s", provider.name, reason)
    if reason not in HARMLESS:
        provider.note_failure(reason)
    context = {"organisation": provider.organisation, "reason": reason}
    return _shown(request, "people/sign_on/failed.html", context, 400)


def refused(
    request: HttpRequest, provider: IdentityProvider, reason: str, email: str
) -> HttpResponse:
    """The answer holds, but the person at the other end has no way in; says what to do."""
    context = {"organisation": provider.organisation, "reason": reason, "email": email}
    return _shown(request, "people/sign_on/refused.html", context, 403)


def _shown(
    request: HttpRequest, template: str, context: dict[str, object], status: int
) -> HttpResponse:
    response = page(request, template, context, status=status)
    add_never_cache_headers(response)
    return response
