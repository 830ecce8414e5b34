"""Everything about an organisation's tickets gets another organisation, when two become one."""

from __future__ import annotations

from django.db import connection, transaction

AT_ONCE = 5000
TABLES = ("ticket", "participant", "message", "handling", "note", "attachment", "draft", "upload")
KEYS = {"handling": "ticket_id"}


@transaction.atomic
def move_organisation(*, source: int, into: int) -> int:
    """Moves the tickets and what hangs on them, some at a time; says how many tickets it was."""
    moved = {table: _move(table, source, into) for table in TABLES}
    return moved["ticket"]


def _move(table: str, source: int, into: int) -> int:
    key, moved = KEYS.get(table, "id"), 0
    some = f"""
        UPDATE tickets_{table} SET organisation_id = %s WHERE {key} IN (
            SELECT {key} FROM tickets_{table} WHERE organisation_id = %s LIMIT %s)"""  # noqa: S608
    with connection.cursor() as cursor:
        while True:
            cursor.execute(some, [into, source, AT_ONCE])
            number: int = cursor.rowcount
            moved += number
            if number < AT_ONCE:
                return moved
