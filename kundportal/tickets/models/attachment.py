"""Files that people attach to replies."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils import timezone

from kundportal.lib.scanned import OPEN_TO_READERS, WAITING
from kundportal.people.models import Organisation, Person
from kundportal.tickets.models.message import Message
from kundportal.tickets.models.scanned import ScannedFile, folder_of
from kundportal.tickets.models.ticket import Ticket
from kundportal.tickets.models.upload import STUCK_AFTER, Upload

_folder = folder_of  # as the first migration calls it
OF_FILE = ("key", "name", "size", "content_type", "file", "preview", "scan", "scan_tries")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, person: Person) -> AttachmentQuerySet:
        """The files of the tickets that the person may see."""
        if person.is_staff:
            return self
        return self.filter(ticket__in=Ticket.objects.visible_to(person))

    def readable(self) -> AttachmentQuerySet:
        """Those that may be had: found clean, or kept where there is no scanner."""
        return self.filter(scan__in=OPEN_TO_READERS)

    def stuck(self) -> AttachmentQuerySet:
        """Those that the scanner ought to have judged long since."""
        before = timezone.now() - timedelta(minutes=STUCK_AFTER)
        return self.filter(WAITING, message__created_at__lt=before)

    def sent_by(self, person: Person) -> AttachmentQuerySet:
        return self.filter(message__author=person).select_related("ticket", "message")

    def gathered(self, ticket: Ticket) -> AttachmentQuerySet:
        """The files of one ticket, each with the reply that it came with and who sent it."""
        return self.filter(ticket=ticket).select_related("message__author")

    def attach(self, message: Message, upload: UploadedFile | Upload) -> Attachment | None:
        """Makes a file part of a reply; one that waits for its reply changes only its row.

        None when the waiting file is gone, or is not its author's, or has been refused.
        """
        row = self.model(
            message=message,
            ticket_id=message.ticket_id,
            organisation_id=message.organisation_id,
        )
        if not isinstance(upload, Upload):
            row.store(upload)
            return row
        waiting = Upload.objects.locked(upload.pk, owner=message.author_id)
        if waiting is None or waiting.is_refused:
            return None
        for name in OF_FILE:
            setattr(row, name, getattr(waiting, name))
        waiting.delete()
        row.save(force_insert=True)
        return row


class Attachment(ScannedFile):
    """A file in a reply, served only through the ticket's own access check."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="attachments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="attachment_to_scan", condition=WAITING),
        ]
