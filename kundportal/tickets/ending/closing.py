"""The bodies of `Ticket.close` and `Ticket.undo_closing`.

What the customer closes, they may take back for ten minutes. Nobody is told by mail before that
time has passed, so that no mail says what is not so any more.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from kundportal.history.models import record
from kundportal.lib.queue import defer_until
from kundportal.people.models import Person
from kundportal.tickets import emails
from kundportal.tickets.ending import ending_emails
from kundportal.tickets.models.choices import Status
from kundportal.tickets.models.endings import UNDO, last_day
from kundportal.tickets.models.handling import Handling
from kundportal.tickets.models.message import Message
from kundportal.tickets.models.state import State
from kundportal.tickets.models.ticket import Ticket


@transaction.atomic
def close(
    ticket: Ticket,
    *,
    by: Person,
    text: str = "",
    once: UUID | None = None,
    solved: bool = False,
    state: State | None = None,
) -> None:
    ticket.lock(by=by)
    once = once or uuid4()
    word = None
    if text and not ticket.messages.filter(once=once).exists():
        word = ticket.say(by=by, text=text, once=once)
    if not ticket.is_closed:
        finish(ticket, by=by, solved=solved, state=state, word=word)
    elif word:  # somebody else was quicker, but what was written is not lost
        ticket.hear(word)
        emails.reply_posted(word, was=ticket.status)


def finish(
    ticket: Ticket,
    *,
    by: Person,
    solved: bool = False,
    state: State | None = None,
    word: Message | None = None,
) -> None:
    """Closes a ticket that is locked and open."""
    now, handling = timezone.now(), ticket.handling
    if word:  # it is not taken back with the closing
        ticket.last_activity_at = word.created_at
    status, was = ticket.status, None if by.is_staff else _as_it_is(handling, ticket)
    ticket.turn(
        Status.CLOSED,
        by=by,
        state=state or (State.objects.special("solved") if solved else None),
        closed_at=now,
        opens_until=last_day(now, ticket.number[:2]),
        undo_until=None if by.is_staff else now + UNDO,
    )
    handling.before_closing = was
    handling.save(update_fields=["before_closing"])
    ticket.move_places()
    if word:
        ticket.mark_unread(word)
    how = {"solved": solved, "message": word.pk if word else None}
    record("ticket.closed", thing=ticket, by=by, **how)
    if by.is_staff:
        ending_emails.ticket_closed(ticket, by=by, was=status, word=word)
    else:
        told = {"ticket_id": ticket.pk, "closed_at": now.isoformat(), "by_id": by.pk, **how}
        defer_until(now + UNDO, "kundportal.tickets.jobs.tell_of_closing", **told)


@transaction.atomic
def tell(ticket: Ticket, *, closed_at: str, by: Person, solved: bool, message: int | None) -> None:
    """Tells of a customer's closing, unless it was undone or the ticket has been opened again."""
    ticket.take()
    if ticket.closed_at != datetime.fromisoformat(closed_at):
        return
    word = ticket.messages.filter(pk=message).first() if message else None
    was = ticket.handling.before_closing
    status = was["status"] if was else ticket.status
    ending_emails.ticket_closed(ticket, by=by, was=status, word=word, solved=solved)


@transaction.atomic
def undo(ticket: Ticket, *, by: Person) -> bool:
    ticket.lock(by=by)
    handling = ticket.handling
    was = handling.before_closing
    if not ticket.may_be_undone or was is None:
        return False
    status = was["status"]
    if status == Status.OPEN:  # somebody may have taken it meanwhile
        status = handling.status_in_hand()
    ticket.turn(
        status,
        by=by,
        answer_by=_day(was["answer_by"]),
        state=State.objects.filter(pk=was["state"], status=status).first(),
        is_undo=True,
        parked_until=_day(was["parked_until"]),
        parked_by_id=was["parked_by"],
        last_activity_at=datetime.fromisoformat(was["last_activity_at"]),
    )
    handling.before_closing = None
    handling.save(update_fields=["before_closing"])
    ticket.move_places()
    record("ticket.closure_undone", thing=ticket, by=by)
    return True


def _as_it_is(handling: Handling, ticket: Ticket) -> dict[str, Any]:
    return {
        "status": ticket.status,
        "answer_by": ticket.answer_by and ticket.answer_by.isoformat(),
        "parked_until": ticket.parked_until and ticket.parked_until.isoformat(),
        "parked_by": ticket.parked_by_id,
        "last_activity_at": ticket.last_activity_at.isoformat(),
        "state": handling.state_id,
    }


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
