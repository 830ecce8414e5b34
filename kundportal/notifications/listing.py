"""The list in the portal: the same as the mails say, of what one still sees."""

from __future__ import annotations

from dataclasses import replace

from kundportal.lib.paging import Page
from kundportal.notifications.models import Notification
from kundportal.notifications.sight import seen_by
from kundportal.people.models import Person


def page(person: Person, *, show: str, after: str) -> Page[Notification]:
    """A part of the person's list; what they see no more is left out of it."""
    rows = Notification.objects.of(person)
    found = (rows.unread() if show == "unread" else rows).page(after=after)
    return replace(found, rows=seen_by(person, found.rows))
