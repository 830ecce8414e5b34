"""Which visits count, as a customer's or a stranger's: not the vendor's, and not a robot's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kundportal.lib import daily_marks, dates

# What programs call themselves; people's browsers have none of these words in their names.
_ROBOT = re.compile(
    r"bot\b|bot[/ _-]|crawl|spider|slurp|scrap|fetch|preview|monitor|headless|lighthouse|validator"
    r"|archiv|feed|\brss|curl|wget|python|java/|okhttp|go-http|libwww|perl|ruby|php|axios|node"
    r"|facebookexternalhit|whatsapp|pingdom|uptime|scan",
    re.IGNORECASE,
)


class Readers(models.TextChoices):
    CUSTOMER = "customer", _("Customers")
    STRANGER = "stranger", _("Not signed in")


@dataclass(frozen=True)
class Reader:
    """Whose visit it is, as far as counting needs to know."""

    kind: Readers
    key: str  # never leaves this process but inside a mark

    def mark(self, *parts: object) -> str:
        """Tells the same reader doing the same thing on the same day."""
        return daily_marks.mark(self.key, *parts)

    @property
    def trail(self) -> str:
        """Ties what a customer does to the ticket they write next; a stranger writes none."""
        return self.trail_of(dates.today()) if self.kind == Readers.CUSTOMER else ""

    def trail_of(self, day: date) -> str:
        return daily_marks.mark(self.key, "trail", day=day)


def reader_of(request: HttpRequest) -> Reader | None:
    """Who reads, or None when it is not to be counted."""
    agent = request.headers.get("User-Agent", "")
    if request.method != "GET" or not agent or _ROBOT.search(agent) or _is_ahead(request):
        return None
    person = request.user
    if person.is_authenticated:
        return None if person.is_staff else of_customer(person.pk)
    return Reader(Readers.STRANGER, f"{_address(request)} {agent}")


def of_customer(pk: int) -> Reader:
    return Reader(Readers.CUSTOMER, f"person {pk}")


def _is_ahead(request: HttpRequest) -> bool:
    """Whether a browser fetches what its reader may never look at."""
    said = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return "prefetch" in said or "prerender" in said or "preview" in said


def _address(request: HttpRequest) -> str:
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""
