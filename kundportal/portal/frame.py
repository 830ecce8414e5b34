"""What the bar of every page shows a customer."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from kundportal.lib.paging import bounded_counts

try:  # until the tickets have moved in
    from kundportal.tickets.models import Participant
except ImportError:
    Participant = None  # type: ignore[assignment,misc]


class Frame:
    """Asks the database only when a page shows it; fragments never do."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def unread(self) -> int:
        """How many tickets have something new for the reader, in one small query."""
        if hasattr(self.request, "unread"):  # the page has counted already
            return self.request.unread
        person = self.request.user
        if not person.is_authenticated or person.is_staff or Participant is None:
            return 0
        return bounded_counts({"unread": Participant.objects.of(person).unread()})["unread"]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"frame": Frame(request)}
