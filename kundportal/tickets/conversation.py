"""Which part of a long conversation a page shows, where in it a reply stands, and who is who."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kundportal.lib.paging import number
from kundportal.people.models import Person
from kundportal.tickets.models import Message, Note, Ticket

SHOWN = 50


def part(ticket: Ticket, before: str, reader: Person) -> dict[str, Any]:
    """The newest replies, or those before a key; `older` is the key of the part before."""
    key = number(before)
    found = Message.objects.newest(ticket, SHOWN + 1, before=key)
    shown = found[-SHOWN:]
    older = shown[0].pk if len(found) > SHOWN else None
    return {
        "messages_shown": shown,
        "older": older,
        "is_newest": key is None,
        "voices": name_roles(shown, reader),
    }


def part_with(ticket: Ticket, message: Message) -> str:
    """The query string of the part that shows the reply; empty for the newest."""
    later = list(ticket.messages.after(message.pk).values_list("pk", flat=True)[:SHOWN])
    return f"?before={later[-1]}" if len(later) >= SHOWN else ""


def name_roles(messages: list[Message], reader: Person) -> list[Message]:
    """Says who wrote each reply, as the reader knows them; gives the first one of each author."""
    voices: dict[int, Message] = {}
    for message in messages:
        message.role = _role(message, reader)
        voices.setdefault(message.author_id, message)
    return list(voices.values())


def _role(message: Message, reader: Person) -> str:
    if message.author_id == reader.pk:
        return _("You")
    if not message.is_from_staff:
        return _("Customer") if reader.is_staff else _("Colleague")
    return message.author_role_label if reader.is_staff else message.public_role


def woven(messages: list[Message], notes: list[Note]) -> list[Message | Note]:
    """Replies and notes in the order in which they were written."""
    return sorted([*messages, *notes], key=lambda entry: entry.created_at)


def quoted(ticket: Ticket, typed: str) -> dict[str, str]:
    """What the reply box begins with when a reply of the ticket is to be quoted in it."""
    pk = number(typed)
    message = Message.objects.with_key(ticket, pk) if pk else None
    return {"text": quote(message)} if message else {}


def quote(message: Message) -> str:
    """The reply as it is quoted in an answer, with who wrote it."""
    told = _("%(name)s wrote:") % {"name": message.author.name}
    lines = ["> " + line if line.strip() else ">" for line in message.text.strip().splitlines()]
    return "\n".join([f"> {told}", ">", *lines]) + "\n\n"
