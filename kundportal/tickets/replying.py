"""The body of `Ticket.reply`: what it changes, by who writes it and where the ticket stands."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kundportal.history.models import record
from kundportal.notifications.models import Notification
from kundportal.people.models import Person
from kundportal.tickets import emails
from kundportal.tickets.ending import thanks
from kundportal.tickets.ending.closing import finish
from kundportal.tickets.ending.following_up import follow_up
from kundportal.tickets.models.choices import Status
from kundportal.tickets.models.message import Message
from kundportal.tickets.models.state import State
from kundportal.tickets.models.ticket import Ticket, next_answer
from kundportal.tickets.models.upload import Upload


@transaction.atomic
def reply(
    ticket: Ticket,
    *,
    by: Person,
    text: str,
    once: UUID,
    attachments: Iterable[UploadedFile | Upload],
    status: str,
    state: State | None,
    insists: bool,
) -> Message:
    ticket.lock(by=by)
    if sent := ticket.messages.filter(once=once).first():
        return sent
    if by.is_staff:  # they have no other mark for what they have read
        Notification.objects.of(by).about(ticket).read()
    files = list(attachments)
    if by.is_staff:
        return _from_staff(ticket, by, text, once, files, state, status or Status.WAITING)
    if not insists and not files and _is_mere_thanks(ticket, by, text):
        return _thank(ticket, by, text, once)
    if ticket.starts_anew:
        return follow_up(ticket, by=by, text=text, once=once, attachments=files)
    was = ticket.status
    message = ticket.say(by=by, text=text, once=once, attachments=files)
    promised = ticket.answer_by or next_answer()
    ticket.turn(ticket.handling.status_in_hand(), by=by, answer_by=promised)
    _tell(ticket, message, was)
    return message


def _from_staff(
    ticket: Ticket,
    by: Person,
    text: str,
    once: UUID,
    files: list[UploadedFile | Upload],
    state: State | None,
    status: str,
) -> Message:
    was = ticket.status
    message = ticket.say(by=by, text=text, once=once, attachments=files)
    status = state.status if state else status
    if status == Status.CLOSED and not ticket.is_closed:
        record("ticket.replied", thing=ticket, by=by, message=message.pk)
        finish(ticket, by=by, state=state, word=message)
    elif status == Status.CLOSED:
        ticket.handling.follow(ticket, state)
        ticket.hear(message)
        emails.reply_posted(message, was=was)
    else:
        ticket.turn(status, by=by, state=state)
        _tell(ticket, message, was)
    if state:
        record("ticket.state_set", thing=ticket, by=by, state=state.pk)
    return message


def _tell(ticket: Ticket, message: Message, was: str) -> None:
    ticket.mark_unread(message)
    record("ticket.replied", thing=ticket, by=message.author, message=message.pk)
    emails.reply_posted(message, was=was)


def _is_mere_thanks(ticket: Ticket, by: Person, text: str) -> bool:
    """Asked only where a thank-you would otherwise open what is at rest."""
    if not (ticket.is_closed or ticket.status == Status.WAITING):
        return False
    if not thanks.might_be(text):
        return False
    names = set(ticket.messages.values_list("author__name", flat=True))
    names |= {by.name, by.organisation.name if by.organisation else ""}
    return thanks.is_mere_thanks(text, names=names, is_closed=ticket.is_closed)


def _thank(ticket: Ticket, by: Person, text: str, once: UUID) -> Message:
    """Kept and shown, and nothing else: no clock, no mark, no mail."""
    message = ticket.say(by=by, text=text, once=once, is_thanks=True)
    ticket.last_activity_at, ticket.undo_until = message.created_at, None
    ticket.save(update_fields=["last_activity_at", "undo_until"])
    ticket.move_places()
    record("ticket.replied", thing=ticket, by=by, message=message.pk, thanks=True)
    return message
