"""What staff are told of on every page of the desk: that mail does not come in."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet

from kundportal.incoming.models import Mailbox, SelfCheck


def worries() -> dict[str, QuerySet[SelfCheck] | QuerySet[Mailbox]]:
    """Sets that are empty when all is well, for the ways in that the installation has."""
    found: dict[str, QuerySet[SelfCheck] | QuerySet[Mailbox]] = {}
    if settings.MAIL_DOMAIN:
        found["mail_not_back"] = SelfCheck.objects.worrying()
    if settings.MAILBOX:
        found["mail_not_fetched"] = Mailbox.objects.worrying()
    return found
