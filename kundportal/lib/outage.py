"""When the database is away: 503 with the advice to try again, instead of 500."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

logger = logging.getLogger("kundportal.outage")


class DatabaseOutage:
    """Answers 503 when the database can't be reached or gives up on a query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError) as error:
            return unavailable(error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError | InterfaceError):
            return unavailable(error)
        return None


def unavailable(error: Exception) -> HttpResponse:
    """A page that needs no database, not even to know who reads it."""
    state = getattr(error.__cause__, "sqlstate", None)  # a deadlock, or a server gone
    logger.error("database unavailable: %s %s", type(error).__name__, state or "")
    response = HttpResponse(render_to_string("errors/503.html"), status=503)
    response.headers["Retry-After"] = "30"
    return response
