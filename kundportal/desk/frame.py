"""What stands around every page of the desk: its views, and how much waits in each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from kundportal.access.models import AccessRequest
from kundportal.desk.navigation import Group, Link, here, seen_by
from kundportal.incoming.arriving.worries import worries
from kundportal.lib.paging import bounded_counts
from kundportal.mail.models import Mail
from kundportal.notifications.models import Notification
from kundportal.people.models import Person
from kundportal.search.models.entry import STUCK as UNREAD_ENTRIES
from kundportal.tickets.models import Attachment, Handling, Upload


class Desk:
    """Asks the database only when a page shows it, and then once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def groups(self) -> Iterator[tuple[Group, list[Link]]]:
        """The views that the reader may open."""
        return seen_by(is_administrator=getattr(self.request.user, "is_administrator", False))

    @cached_property
    def here(self) -> Link | None:
        """The view that the page belongs to, if it belongs to one."""
        return here(self.request.path, self.request.GET.get("view", ""))

    @cached_property
    def counts(self) -> dict[str, int]:
        person = self.request.user
        assert isinstance(person, Person)
        sets: dict[str, Any] = {
            **Handling.objects.to_count(person),
            "notifications": Notification.objects.to_count(person),
            "stuck": Mail.objects.stuck(),
            **worries(),
            "unscanned": Attachment.objects.stuck(),
            "unscanned_uploads": Upload.objects.stuck(),
            "unread_entries": (UNREAD_ENTRIES, []),
        }
        if person.is_administrator:
            sets["access"] = AccessRequest.objects.to_decide()
        return bounded_counts(sets)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"desk": Desk(request)}
