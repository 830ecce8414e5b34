"""Files that people attach to replies."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models

from kundportal.lib import files
from kundportal.people.models import Organisation, Person
from kundportal.tickets.models.message import Message
from kundportal.tickets.models.ticket import Ticket


def _folder(attachment: Attachment, filename: str) -> str:
    key = attachment.key.hex
    return f"tickets/{key[:2]}/{filename}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, person: Person) -> AttachmentQuerySet:
        """The files of the tickets that the person may see."""
        if person.is_staff:
            return self
        return self.filter(ticket__in=Ticket.objects.visible_to(person))

    def sent_by(self, person: Person) -> AttachmentQuerySet:
        return self.filter(message__author=person).select_related("ticket", "message")

    def gathered(self, ticket: Ticket) -> AttachmentQuerySet:
        """The files of one ticket, each with the reply that it came with and who sent it."""
        return self.filter(ticket=ticket).select_related("message__author")

    def attach(self, message: Message, upload: UploadedFile) -> Attachment:
        """Keeps a checked upload. The name on disk is random; the person's name is in the row."""
        kind = files.kind_of(upload)
        row = self.model(
            message=message,
            ticket_id=message.ticket_id,
            organisation_id=message.organisation_id,
            name=files.tidy_name(upload.name or ""),
            size=upload.size,
            content_type=kind,
        )
        row.file.save(row.key.hex, upload, save=False)
        if small := files.preview(upload, kind):
            row.preview.save(f"{row.key.hex}.webp", ContentFile(small), save=False)
        row.save(force_insert=True)
        return row


class Attachment(models.Model):
    """A file in a reply, served only through the ticket's own access check."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="attachments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(unique=True, default=uuid4)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    file = models.FileField(upload_to=_folder)
    preview = models.FileField(upload_to=_folder, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.name
