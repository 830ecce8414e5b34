"""Everything about an organisation's tickets gets another organisation, when two become one."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from kundportal.tickets.finding import searching
from kundportal.tickets.models import Audience, Sight, Ticket

AT_ONCE = 5000
TABLES = (
    "ticket", "participant", "message", "handling", "note", "attachment", "answers", "rating",
    "draft", "upload", "watch",
    "searchentry",
)  # fmt: skip
KEYS = {"handling": "ticket_id", "answers": "ticket_id", "searchentry": "ticket_id"}
# What else changes with the organisation.
ALSO = {"searchentry": searching.MOVED}


@transaction.atomic
def move_organisation(*, source: int, into: int) -> int:
    """Moves the tickets and what hangs on them, some at a time; says how many tickets it was."""
    _move_audiences(source, into)
    _close_shared(source, into)
    moved = {table: _move(table, source, into) for table in TABLES}
    return moved["ticket"]


def _close_shared(*organisations: int) -> None:
    """What was shared with everyone at one of them was not shared with those of the other."""
    shared = Ticket.objects.filter(organisation__in=organisations, sight=Sight.SHARED)
    shared.update(sight=Sight.ORGANISATION)


def _move(table: str, source: int, into: int) -> int:
    key, moved = KEYS.get(table, "id"), 0
    also = ALSO.get(table, "")
    some = f"""
        UPDATE tickets_{table} SET organisation_id = %s {also} WHERE {key} IN (
            SELECT {key} FROM tickets_{table} WHERE organisation_id = %s LIMIT %s)"""  # noqa: S608
    with connection.cursor() as cursor:
        while True:
            cursor.execute(some, [into, *([str(into)] if also else []), source, AT_ONCE])
            number: int = cursor.rowcount
            moved += number
            if number < AT_ONCE:
                return moved


def _move_audiences(source: int, into: int) -> None:
    """Forms and questions that the one alone met are met by the other; once is enough."""
    audiences = Audience.objects.filter(organisation=source)
    theirs = Audience.objects.filter(
        version=OuterRef("version"), key=OuterRef("key"), organisation=into
    )
    audiences.filter(Exists(theirs)).delete()
    Audience.objects.filter(organisation=source).update(organisation=into)
