"""The list in the portal: the same as the mails say, of what one still sees."""

from __future__ import annotations

from collections.abc import Sequence
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


def demanding(rows: Sequence[Notification]) -> set[int]:
    """The keys of those whose demand still stands, as far as one knows by the rows alone.

    That is what nobody has answered, or looked at, and nothing newer has come after.
    """
    newest: dict[tuple[str, int], Notification] = {}
    for row in rows:
        newest.setdefault((row.thing, row.thing_id), row)
    return {row.pk for row in newest.values() if row.news.need and row.read_at is None}
