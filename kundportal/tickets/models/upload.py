"""Files that have come in before the form that they belong to is sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from kundportal.history.models import record
from kundportal.lib.scanned import WAITING, forget_at_commit
from kundportal.people.models import Organisation, Person
from kundportal.tickets.models.draft import Draft
from kundportal.tickets.models.scanned import ScannedFile

KEPT = timedelta(hours=24)
MOST = 100  # files of one person that may wait
STUCK_AFTER = 10  # minutes that a file waits for the scanner before staff are told


class UploadQuerySet(models.QuerySet["Upload"]):
    def of(self, owner: Person) -> UploadQuerySet:
        return self.filter(owner=owner).order_by("pk")

    def of_mails(self, owner: Person) -> UploadQuerySet:
        """Those that came in mails and are offered to the person."""
        return self.of(owner).exclude(kept_until=None)

    def waiting_for(self, once: UUID, field: str, *, owner: Person) -> UploadQuerySet:
        """The files that belong to one field of one sending of a form."""
        return self.of(owner).filter(once=once, field=field)

    def locked(self, pk: int, *, owner: int) -> Upload | None:
        return self.select_for_update(of=("self",)).filter(pk=pk, owner=owner).first()

    def stuck(self) -> UploadQuerySet:
        """Those that the scanner ought to have judged long since."""
        before = timezone.now() - timedelta(minutes=STUCK_AFTER)
        return self.filter(WAITING, created_at__lt=before)

    @transaction.atomic
    def keep(
        self,
        file: UploadedFile,
        *,
        by: Person,
        once: UUID,
        field: str,
        until: datetime | None = None,
    ) -> Upload:
        """Keeps a file until its form is sent. Raises ValidationError, in the reader's words.

        One that its owner has not sent in themselves is kept `until` a moment, and takes no room
        from what they have.
        """
        # One at a time for each person, so that many at once do not pass the limits together.
        Person.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
        if until is None:
            self._demand_room(file, by=by, once=once, field=field)
        row = self.model(owner=by, organisation=by.organisation, once=once, field=field[:60])
        row.kept_until = until
        row.store(file)
        return row

    def _demand_room(self, file: UploadedFile, *, by: Person, once: UUID, field: str) -> None:
        there = self.of(by).filter(kept_until=None)
        if there.filter(once=once, field=field).count() >= settings.FILES_AT_ONCE:
            raise ValidationError(
                _("There are %(most)s files already. Remove one before you add %(name)s.")
                % {"most": settings.FILES_AT_ONCE, "name": file.name}
            )
        held = there.aggregate(bytes=Sum("size"), files=models.Count("pk"))
        most = settings.WAITING_MOST_MB * 1024 * 1024
        if held["files"] >= MOST or (held["bytes"] or 0) + (file.size or 0) > most:
            raise ValidationError(
                _("You have too many files that wait to be sent. Send or discard a draft first, "
                  "then add %(name)s.") % {"name": file.name}
            )  # fmt: skip

    def forget_old(self, *, at_once: int = 200) -> None:
        """Removes what was never sent, but for the files of drafts."""
        draft = Draft.objects.filter(owner=OuterRef("owner"), once=OuterRef("once"))
        now = timezone.now()
        over = Q(kept_until=None) | Q(kept_until__lt=now)
        old = self.filter(over, ~Exists(draft), created_at__lt=now - KEPT)
        while found := list(old.order_by("pk")[:at_once]):
            for upload in found:
                upload.remove()


class Upload(ScannedFile):
    """A file of one person for one sending of one form; only with all three is it found."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+",
                              db_index=False)  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    once = models.UUIDField()
    field = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    # Of a file from a mail: until when it is offered to whoever seems to have sent it.
    kept_until = models.DateTimeField(null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner", "once"], name="upload_of_form"),
            models.Index(fields=["id"], name="upload_to_scan", condition=WAITING),
        ]

    @transaction.atomic
    def remove(self) -> None:
        """Takes the file away; the one that became part of a reply meanwhile stays."""
        if mine := Upload.objects.locked(self.pk, owner=self.owner_id):
            forget_at_commit(mine.file.name, mine.preview.name)
            mine.delete()

    def refuse(self, *, scan: str, found: str) -> None:
        """Notes that nobody may have the file; its owner reads it where the file stands."""
        self.scan = scan
        self.forget_file()
        self.save(update_fields=["scan", "file", "preview"])
        record("upload.refused", thing=self, owner=self.owner_id, scan=scan, found=found)
