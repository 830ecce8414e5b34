"""What stands around every page of the desk: its views, and how much waits in each."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kundportal.access.models import AccessRequest
from kundportal.lib.paging import bounded_counts
from kundportal.mail.models import Mail
from kundportal.people.models import Person
from kundportal.tickets.models import Attachment, Handling, Upload

QUEUES = [
    ("waiting-for-us", _("Waiting for us")),
    ("unassigned", _("Unassigned")),
    ("mine", _("My tickets")),
    ("waiting-for-customer", _("Waiting for the customer")),
]


class Desk:
    """Asks the database only when a page shows it, and then once."""

    queues = QUEUES

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def queue(self) -> str:
        """The view of the queue that the page shows, if it shows one."""
        if self.request.path != "/desk/tickets/":
            return ""
        return self.request.GET.get("view", "") or QUEUES[0][0]

    @cached_property
    def counts(self) -> dict[str, int]:
        person = self.request.user
        assert isinstance(person, Person)
        sets: dict[str, Any] = {
            **Handling.objects.to_count(person),
            "stuck": Mail.objects.stuck(),
            "unscanned": Attachment.objects.stuck(),
            "unscanned_uploads": Upload.objects.stuck(),
        }
        if person.is_administrator:
            sets["access"] = AccessRequest.objects.to_decide()
        return bounded_counts(sets)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"desk": Desk(request)}
