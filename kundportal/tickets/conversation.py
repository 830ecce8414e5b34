"""Which part of a long conversation a page shows, and where in it a reply stands."""

from __future__ import annotations

from typing import Any

from kundportal.tickets.models import Message, Note, Ticket

SHOWN = 50


def part(ticket: Ticket, before: str) -> dict[str, Any]:
    """The newest replies, or those before a key; `older` is the key of the part before."""
    key = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found = Message.objects.newest(ticket, SHOWN + 1, before=key)
    shown = found[-SHOWN:]
    older = shown[0].pk if len(found) > SHOWN else None
    return {"messages_shown": shown, "older": older, "is_newest": key is None}


def part_with(ticket: Ticket, message: Message) -> str:
    """The query string of the part that shows the reply; empty for the newest."""
    later = list(ticket.messages.after(message.pk).values_list("pk", flat=True)[:SHOWN])
    return f"?before={later[-1]}" if len(later) >= SHOWN else ""


def woven(messages: list[Message], notes: list[Note]) -> list[Message | Note]:
    """Replies and notes in the order in which they were written."""
    return sorted([*messages, *notes], key=lambda entry: entry.created_at)
