"""What customers and the vendor write to each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models

from kundportal.lib.labels import label
from kundportal.people.models import Organisation, Person, Role
from kundportal.tickets.models.ticket import Ticket
from kundportal.tickets.models.upload import Upload

AFTER_ALL = 2**63 - 1
WITH_AUTHOR = """
SELECT message.*, author.name AS author_name, author.role AS author_role,
    CASE WHEN message.has_files THEN (
        SELECT json_agg(json_build_object('key', file.key, 'name', file.name, 'size', file.size,
            'has_preview', file.preview <> '', 'scan', file.scan) ORDER BY file.id)
        FROM tickets_attachment AS file WHERE file.message_id = message.id
    ) END AS files
FROM tickets_message AS message JOIN people_person AS author ON author.id = message.author_id
WHERE message.ticket_id = %s """
NEWEST = WITH_AUTHOR + "AND message.id < %s ORDER BY message.id DESC LIMIT %s"
NEXT = WITH_AUTHOR + "AND message.id > %s ORDER BY message.id LIMIT %s"


class MessageQuerySet(models.QuerySet["Message"]):
    def newest(self, ticket: Ticket, count: int, *, before: int | None = None) -> list[Message]:
        """The `count` newest of a ticket (before a key), oldest first, with author and files."""
        found: list[Message] = list(self.raw(NEWEST, [ticket.pk, before or AFTER_ALL, count]))
        return found[::-1]

    def next(self, ticket: Ticket, count: int, *, after: int) -> list[Message]:
        """The first `count` of a ticket that follow a key, oldest first, with author and files."""
        return list(self.raw(NEXT, [ticket.pk, after, count]))

    def last_of(self, tickets: Iterable[int]) -> dict[int, Message]:
        """The newest reply of each of the tickets, with its author, by the ticket's key."""
        newest = self.filter(ticket=models.OuterRef("pk")).order_by("-pk").values("pk")[:1]
        keys = Ticket.objects.filter(pk__in=list(tickets)).values_list(models.Subquery(newest))
        found = self.filter(pk__in=keys).select_related("author")
        return {message.ticket_id: message for message in found}

    def after(self, pk: int) -> MessageQuerySet:
        """The replies that follow one, oldest first."""
        return self.filter(pk__gt=pk).order_by("pk")

    def with_key(self, ticket: Ticket, pk: int) -> Message | None:
        """One reply of a ticket, with its author."""
        return self.select_related("author").filter(ticket=ticket, pk=pk).first()

    def for_extract(self) -> MessageQuerySet:
        return self.select_related("author")

    def outside_own_tickets(self, person: Person) -> MessageQuerySet:
        """What the person has written in tickets that they do not take part in, as staff do."""
        own = self.filter(author=person).exclude(ticket__participants__person=person)
        return own.select_related("ticket")


class Message(models.Model):
    """A reply in the conversation; the first one is the description of the matter.

    Few replies have files; `has_files` spares the page from looking for those of the others.
    """

    # Its index is message_conversation.
    ticket = models.ForeignKey(
        Ticket, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    once = models.UUIDField()
    has_files = models.BooleanField(default=False)
    # A mere thank-you, which left a ticket that was closed or waited for the customer as it was.
    is_thanks = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    # What `newest` reads along.
    author_name: str
    author_role: str
    files: list[dict[str, Any]] | None
    role: str  # who the author is to the reader; `conversation.name_roles` says it

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "once"], name="message_sent_once"),
        ]
        indexes = [models.Index(fields=["ticket", "id"], name="message_conversation")]

    def __str__(self) -> str:
        return f"{self.ticket_id}:{self.pk}"

    @property
    def is_from_staff(self) -> bool:
        return self.author_role != Role.CUSTOMER

    @property
    def public_role(self) -> str:
        """The author's role as customers are told it."""
        return label(Role(self.author_role).in_public)

    @property
    def author_role_label(self) -> str:
        return label(Role(self.author_role))

    def attach(self, files: Iterable[UploadedFile | Upload]) -> None:
        """Keeps the files of a reply, which a form has checked."""
        for upload in files:
            if self.attachments.attach(self, upload):
                self.has_files = True
        if self.has_files:
            self.save(update_fields=["has_files"])

    def file_names(self) -> list[str]:
        return list(self.attachments.values_list("name", flat=True)) if self.has_files else []
