"""Locks that are not those of a row: on something that somebody does."""

from __future__ import annotations

from django.db import connection


def try_to_lock(work: str, key: int) -> bool:
    """Keeps others from doing the same work on the same thing until the transaction ends.

    Does not wait: False says that somebody is at it already.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s))", [work, key])
        is_ours: bool = cursor.fetchone()[0]
    return is_ours
