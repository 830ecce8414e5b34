"""What the vendor's staff write for each other on a ticket; no customer ever reads it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from kundportal.people.models import Organisation
from kundportal.tickets.models.ticket import Ticket


class NoteQuerySet(models.QuerySet["Note"]):
    def newest(self, count: int = 100) -> list[Note]:
        """The newest notes of a ticket, oldest first, with their authors."""
        return list(reversed(self.select_related("author").order_by("-pk")[:count]))

    def next(self, count: int, *, after: int) -> list[Note]:
        """The first `count` that follow a key, oldest first, with their authors."""
        return list(self.select_related("author").filter(pk__gt=after).order_by("pk")[:count])


class Note(models.Model):
    """An internal note of the vendor's staff."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="notes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    once = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "once"], name="note_written_once"),
        ]

    def __str__(self) -> str:
        return f"note {self.pk} on {self.ticket_id}"
