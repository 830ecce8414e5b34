"""What the bar of every page shows a customer."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from kundportal.notifications.models import Unread
from kundportal.tickets.models import Participant


class Frame:
    """Asks the database only when a page shows it; fragments never do."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def here(self) -> str:
        """This page's address, or the start page's where asking for it again is no GET.

        A page of one language says where its reader's own is had, as `request.anywhere`.
        """
        anywhere: str = getattr(self.request, "anywhere", "")
        if anywhere:
            return anywhere
        match = self.request.resolver_match
        can_be_asked_for = match is None or "GET" in getattr(match.func, "methods", ())
        return self.request.get_full_path() if can_be_asked_for else "/"

    @cached_property
    def unread(self) -> Unread:
        """How many tickets and notifications are new for the reader, in one small query."""
        # A page that has counted them anyway leaves the numbers on its request.
        known: Unread | None = getattr(self.request, "unread", None)
        if known is not None:
            return known
        person = self.request.user
        if not person.is_authenticated or person.is_staff:
            return Unread(0, 0)
        return Participant.objects.count_unread(person)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"frame": Frame(request)}
