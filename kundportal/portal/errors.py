"""The pages for when something is wrong. Each helps onward, in the reader's language."""

from __future__ import annotations

import logging
import secrets
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from kundportal.lib.outage import unavailable
from kundportal.lib.pages import page

logger = logging.getLogger("kundportal.fault")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent could not be read at all; who sent it may not be known."""
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same for what does not exist and for what the reader may not see."""
    return page(request, "404.html", status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """Our own fault: a number to quote, which stands in the log as well."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable(error)
    number = secrets.token_hex(3).upper()
    # The pattern of the address, since the address itself may hold somebody's secret link.
    where = request.resolver_match.route if request.resolver_match else "no view"
    logger.error("fault %s at %s", number, where)
    return HttpResponse(render_to_string("500.html", {"number": number}), status=500)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer holds, such as one left open over a sign-in."""
    return page(request, "errors/form-too-old.html", status=403)
