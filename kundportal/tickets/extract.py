"""The tickets that a person takes part in, as they see them themselves.

Read by way of their own places in tickets, so that nothing of the vendor's handling is in reach.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from kundportal.lib.extracts import Copy, Entry, Fact, Part
from kundportal.lib.paging import walk
from kundportal.people.models import Person
from kundportal.tickets.intake import extract_intake
from kundportal.tickets.models import (
    Attachment,
    Message,
    Participant,
    Rating,
    Ticket,
    Wants,
    Watch,
)


def extract_of(person: Person) -> list[Part]:
    return [
        Part("tickets", _("Your tickets"), _tickets(person)),
        Part("replies", _("Your replies in other tickets"), _replies(person)),
        Part("files", _("Files that you have attached"), _files(person)),
        Part("ratings", _("Your ratings"), _ratings(person)),
        Part("watches", _("Tickets that you have muted or follow"), _watches(person)),
        *extract_intake.parts_of(person),
    ]


def _tickets(person: Person) -> Iterator[Entry]:
    for place in walk(Participant.objects.of(person).for_extract()):
        ticket = place.ticket
        role = _("You created it") if place.role == place.Role.CREATOR else _("You are a recipient")
        facts = [
            Fact("number", _("Number"), ticket.number),
            Fact("title", _("Title"), ticket.title),
            Fact("status", _("Status"), ticket.status, ticket.status_label),
            Fact("role", _("Your part"), place.role, role),
            Fact("creator", _("Created by"), ticket.created_by.name),
            Fact("form", _("Form"), str(ticket.form)),
            Fact("product", _("Product"), ticket.product.name),
            Fact("matter", _("Kind of matter"), str(ticket.matter)),
            Fact("created_at", _("Created"), ticket.created_at),
            Fact("last_activity_at", _("Last activity"), ticket.last_activity_at),
            Fact("answer_by", _("Answer promised by"), ticket.answer_by),
            Fact("closed_at", _("Closed on"), ticket.closed_at),
            Fact("parked_until", _("Rests until"), ticket.parked_until),
            Fact("unread", _("Replies that you have not read"), place.unread),
        ]
        answers = Part("answers", _("Answers in the form"), _answers(ticket))
        messages = Part("messages", _("Conversation"), _messages(place, person))
        yield Entry(f"{ticket.number} {ticket.title}", facts, parts=[answers, messages])


def _answers(ticket: Ticket) -> Iterator[Entry]:
    """Questions and answers, those on an earlier form as well."""
    answers = ticket.shown_answers
    for one in [*answers.now(), *answers.before()] if answers else ():
        said = one.text or ", ".join(file["name"] for file in one.files)
        yield Entry(one.label, [Fact("answer", _("Answer"), said)])


def _messages(place: Participant, person: Person) -> Iterator[Entry]:
    for message in walk(place.ticket.messages.for_extract()):
        author = message.author
        own = message.author_id == person.pk
        who = f"{author.name}, {author.public_role}" if author.is_staff else author.name
        names = [one.name for one in message.attachments.all()] if message.has_files else []
        facts = [
            Fact("by_you", _("Written by you"), own),
            Fact("author", _("Written by"), who),
            Fact("at", _("When"), message.created_at),
            Fact("text", _("Text"), message.text),
            Fact("files", _("Files"), ", ".join(names)),
        ]
        yield Entry(_("You") if own else who, facts)


def _replies(person: Person) -> Iterator[Entry]:
    for message in walk(Message.objects.outside_own_tickets(person)):
        facts = [
            Fact("ticket", _("Ticket"), message.ticket.number),
            Fact("at", _("When"), message.created_at),
            Fact("text", _("Text"), message.text),
        ]
        yield Entry(message.ticket.number, facts)


def _files(person: Person) -> Iterator[Entry]:
    for file in walk(Attachment.objects.sent_by(person)):
        # A file that is gone, or may be opened by nobody, is still told of, with no path.
        stored = file.file.name or ""
        stored = stored if file.is_open and default_storage.exists(stored) else ""
        path = f"files/{file.ticket.number}/{file.pk}-{file.safe_name}" if stored else None
        facts = [
            Fact("name", _("Name"), file.name),
            Fact("ticket", _("Ticket"), file.ticket.number),
            Fact("content_type", _("Kind"), file.content_type),
            Fact("size", _("Size in bytes"), file.size),
            Fact("at", _("When"), file.message.created_at),
            Fact("path", _("In this archive"), path),
        ]
        yield Entry(file.name, facts, copy=Copy(stored, path) if path else None)


def _watches(person: Person) -> Iterator[Entry]:
    words = {Wants.MUTE: _("Muted"), Wants.FOLLOW: _("Followed")}
    for watch in walk(Watch.objects.for_extract(person)):
        facts = [
            Fact("ticket", _("Ticket"), watch.ticket.number),
            Fact("wants", _("Your choice"), watch.wants, words[Wants(watch.wants)]),
            Fact("at", _("When"), watch.chosen_at),
        ]
        yield Entry(watch.ticket.number, facts)


def _ratings(person: Person) -> Iterator[Entry]:
    for rating in walk(Rating.objects.given_by(person)):
        facts = [
            Fact("ticket", _("Ticket"), rating.ticket.number),
            Fact("at", _("When"), rating.given_at),
            Fact("value", _("Rating"), rating.value, rating.label),
            Fact("topics", _("What is it about?"), ", ".join(rating.topic_labels)),
            Fact("text", _("In your own words"), rating.text),
        ]
        yield Entry(rating.ticket.number, facts)
