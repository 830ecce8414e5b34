"""All that the portal holds about a person, gathered in a file for that person alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from kundportal.history.models import record
from kundportal.lib.queue import defer
from kundportal.people import extract_emails

if TYPE_CHECKING:
    from kundportal.people.models.person import Person

FOLDER = "extracts"
KEPT = timedelta(days=7)
ONE_IN = timedelta(days=1)
LONGEST_MAKING = timedelta(hours=12)


class State(models.TextChoices):
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


class DataExtractQuerySet(models.QuerySet["DataExtract"]):
    def of(self, person: Person) -> DataExtractQuerySet:
        return self.filter(person=person)

    def newest(self) -> DataExtract | None:
        return self.order_by("-pk").first()

    def to_download(self, key: UUID) -> DataExtract | None:
        return self.filter(key=key, state=State.READY, kept_until__gt=timezone.now()).first()

    def taken_up(self, pk: int) -> DataExtract | None:
        """The one to make, locked while it is made; none when it is done or another makes it."""
        waiting = self.filter(pk=pk, state=State.MAKING)
        return waiting.select_for_update(of=("self",), skip_locked=True).first()

    @transaction.atomic
    def ask(self, *, by: Person) -> DataExtract:
        """Has an extract made; the one that is being made, or was made lately, if there is one."""
        get_user_model().objects.select_for_update(of=("self",)).get(pk=by.pk)
        latest = self.of(by).newest()
        if latest and not latest.may_be_followed:
            return latest
        extract = self.create(person=by)
        record("person.extract_asked_for", thing=by, by=by)
        defer("kundportal.portal.jobs.make_extract", extract_id=extract.pk)
        return extract

    def give_up(self, pk: int) -> None:
        """Ends the making of one that could not be made, if it is not made."""
        for extract in self.filter(pk=pk, state=State.MAKING):
            extract.fail()

    def forget_old(self) -> None:
        """Removes those that have been kept long enough, and gives up those that never came."""
        for old in self.filter(kept_until__lte=timezone.now()).order_by("pk"):
            old.forget()
        never_came = timezone.now() - LONGEST_MAKING
        for lost in self.filter(state=State.MAKING, asked_at__lt=never_came).order_by("pk"):
            lost.fail()

    def forget_strays(self) -> None:
        """Removes files that no row names: what a worker had begun when it was killed."""
        if not default_storage.exists(FOLDER):
            return
        named = set(self.exclude(file="").values_list("file", flat=True))
        before = timezone.now() - LONGEST_MAKING
        for one in default_storage.listdir(FOLDER)[1]:
            path = f"{FOLDER}/{one}"
            if path not in named and default_storage.get_modified_time(path) < before:
                default_storage.delete(path)


class DataExtract(models.Model):
    """An extract that a person has asked for, from the asking until it is removed."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="extracts"
    )
    person_id: int
    key = models.UUIDField(unique=True, default=uuid4)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in State], default=State.MAKING
    )
    asked_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    kept_until = models.DateTimeField(null=True, db_index=True)
    size = models.PositiveBigIntegerField(default=0)
    file = models.FileField(upload_to=FOLDER, blank=True)

    objects: ClassVar[Any] = DataExtractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="making"), name="one_extract_at_a_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready")
                | models.Q(size__gt=0, done_at__isnull=False, kept_until__isnull=False),
                name="ready_extract_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"

    @property
    def is_being_made(self) -> bool:
        return self.state == State.MAKING

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY

    @property
    def has_failed(self) -> bool:
        return self.state == State.FAILED

    @property
    def next_at(self) -> datetime:
        """When the person may ask again, once this one is ready."""
        return self.asked_at + ONE_IN

    @property
    def may_be_followed(self) -> bool:
        """Whether the person may ask for another."""
        return self.has_failed or (self.is_ready and self.next_at <= timezone.now())

    @property
    def file_name(self) -> str:
        """What the file is called where it is downloaded."""
        day = timezone.localtime(self.done_at).date() if self.done_at else ""
        return f"{settings.PORTAL_NAME.lower().replace(' ', '-')}-{day}.zip"

    @transaction.atomic
    def finish(self, *, content: File) -> None:
        """Keeps the file, tells the person, and removes what they asked for before."""
        now = timezone.now()
        self.size, self.done_at, self.kept_until = content.size, now, now + KEPT
        self.state = State.READY
        self.file.save(f"{self.key.hex}.zip", content, save=False)
        self.save(update_fields=["state", "size", "done_at", "kept_until", "file"])
        record("person.extract_made", thing=self.person)
        extract_emails.ready(self)
        for earlier in type(self).objects.of(self.person).filter(pk__lt=self.pk):
            earlier.forget()

    @transaction.atomic
    def fail(self) -> None:
        """Gives up making it, and tells the person that they may ask again."""
        if type(self).objects.taken_up(self.pk) is None:
            return
        self.state, self.done_at = State.FAILED, timezone.now()
        self.kept_until = self.done_at + KEPT
        self.save(update_fields=["state", "done_at", "kept_until"])
        record("person.extract_failed", thing=self.person)
        extract_emails.failed(self)

    @transaction.atomic
    def forget(self) -> None:
        """Removes the extract; its file goes once that is certain."""
        name = self.file.name
        self.delete()
        if name:
            transaction.on_commit(lambda: default_storage.delete(name))
