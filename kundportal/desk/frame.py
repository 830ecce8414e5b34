"""What stands around every page of the desk: its views, and how much waits in each."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kundportal.lib.paging import bounded_counts

try:  # until they have moved in
    from kundportal.access.models import AccessRequest
except ImportError:
    AccessRequest = None  # type: ignore[assignment,misc]
try:
    from kundportal.tickets.models import Ticket
except ImportError:
    Ticket = None  # type: ignore[assignment,misc]
try:
    from kundportal.mail.models import Mail
except ImportError:
    Mail = None  # type: ignore[assignment,misc]

QUEUES = [
    ("open", _("Waiting for us")),
    ("unassigned", _("Not assigned")),
    ("mine", _("Mine")),
    ("waiting", _("Waiting for the customer")),
]


class Desk:
    """Asks the database only when a page shows it, and then once."""

    queues = QUEUES

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def queue(self) -> str:
        """The queue that the page shows, if it shows one."""
        if self.request.path != "/desk/tickets/":
            return ""
        return self.request.GET.get("view", QUEUES[0][0])

    @cached_property
    def counts(self) -> dict[str, int]:
        person = self.request.user
        sets: dict[str, Any] = {}
        if Ticket:
            sets = {code: Ticket.objects.queue(code, person) for code, _label in QUEUES}
        if AccessRequest:
            sets["access"] = AccessRequest.objects.to_decide()
        if Mail:
            sets["stuck"] = Mail.objects.stuck()
        return bounded_counts(sets)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"desk": Desk(request)}
