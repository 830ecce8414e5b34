"""What a session remembers of going through a checklist, so that each way is counted once.

A way that has not come to an end goes on, however often one begins; a session counts a few in all.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from kundportal.tickets.checklist.plan import Way
from kundportal.tickets.models import Checklist, Ticket, Walk

NAME = "walk"
MOST = 10


def begin(session: Any, checklist: Checklist, way: Way) -> None:
    """Somebody begins: anew, where the way before has come to an end."""
    _note(session, checklist, way, is_new=session.get(NAME, {}).get("is_ended", True))


def go_on(session: Any, checklist: Checklist, way: Way) -> None:
    """Somebody has answered, or answered otherwise after going back."""
    _note(session, checklist, way, is_new=False)


def led_to(session: Any, ticket: Ticket) -> None:
    """The person has created a ticket; what they walk hereafter is another way."""
    if key := session.get(NAME, {}).get("key"):
        Walk.objects.led_to(UUID(key), ticket)
        session[NAME] = {**session[NAME], "key": "", "is_ended": True}


def _note(session: Any, checklist: Checklist, way: Way, *, is_new: bool) -> None:
    kept = session.get(NAME, {})
    number, key = kept.get("number", 0), kept.get("key", "")
    if (is_new or not key) and number < MOST:
        number, key = number + 1, str(uuid4())
    if key:
        Walk.objects.note(UUID(key), checklist=checklist, way=way)
    session[NAME] = {"key": key, "number": number, "is_ended": way.end is not None}
