"""An import that somebody runs at the desk: looked into first, and carried out when they say so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import PurePath
from typing import IO, Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.knowledge.models.category import Category
from kundportal.knowledge.roles import demand_lead
from kundportal.lib.files import tidy_name
from kundportal.lib.queue import defer
from kundportal.people.models import Person
from kundportal.products.models import Product

FOLDER = "imports"
KEPT = timedelta(days=30)  # the file; the report stays
SILENT_AFTER = timedelta(minutes=10)


class State(models.TextChoices):
    LOOKING = "looking", _("Being looked into")
    READY = "ready", _("Ready to import")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    STOPPED = "stopped", _("Stopped")


WORKING = (State.LOOKING, State.IMPORTING)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def for_list(self) -> ImportRunQuerySet:
        return self.select_related("by", "category", "product")

    def locked(self, pk: int) -> ImportRun | None:
        return self.select_for_update(of=("self",)).filter(pk=pk).first()

    def silent(self) -> ImportRunQuerySet:
        """Those that ought to be at work, and have not been heard of for a while."""
        return self.filter(state__in=WORKING, beat_at__lt=timezone.now() - SILENT_AFTER)

    @transaction.atomic
    def take(self, *, by: Person, once: UUID, upload: File, **choices: Any) -> ImportRun:
        """Takes a file and has it looked into. The same `once` again gives the first one."""
        demand_lead(by)
        if sent := self.filter(once=once).first():
            return sent
        name = tidy_name(upload.name or "")
        run = self.model(by=by, once=once, name=name, size=upload.size, **choices)
        run.file.save(f"{once.hex}{PurePath(name).suffix[:10].lower()}", upload, save=False)
        run.save(force_insert=True)
        record("import.taken", thing=run, by=by)
        defer("kundportal.knowledge.jobs.look_into_import", run_id=run.pk)
        return run

    def forget_old(self) -> None:
        """Removes the files of those that are over, and those that never were carried out."""
        for run in self.filter(began_at__lt=timezone.now() - KEPT).exclude(file=""):
            run.forget_file()

    def forget_strays(self) -> None:
        """Removes files that no row names: what was being taken when something was killed."""
        if not default_storage.exists(FOLDER):
            return
        named = set(self.exclude(file="").values_list("file", flat=True))
        before = timezone.now() - timedelta(days=1)
        for one in default_storage.listdir(FOLDER)[1]:
            path = f"{FOLDER}/{one}"
            if path not in named and default_storage.get_modified_time(path) < before:
                default_storage.delete(path)


class ImportRun(models.Model):
    """A file that somebody has sent in, what would become of it, and what became of it.

    `done` counts the lines that the step at work is through with; it goes on after them when its
    worker was killed.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    once = models.UUIDField(unique=True)
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField(default=0)
    file = models.FileField(upload_to=FOLDER, blank=True)
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=5, choices=settings.APPLICANT_LANGUAGES, default="sv")
    will_publish = models.BooleanField(default=False)
    will_replace = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LOOKING)
    total = models.PositiveIntegerField(default=0)
    begun = models.PositiveIntegerField(default=0)  # lines whose articles are there
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # by outcome
    problem = models.JSONField(null=True)  # why nothing could be done: code and detail
    began_at = models.DateTimeField(default=timezone.now)
    beat_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ImportRunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"import {self.pk}"

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY

    @property
    def is_done(self) -> bool:
        return self.state == State.DONE

    @property
    def is_silent(self) -> bool:
        """Whether it ought to be at work and is not: its worker was killed, or none runs."""
        return self.is_working and self.beat_at < timezone.now() - SILENT_AFTER

    @property
    def may_go_on(self) -> bool:
        """Whether it can be carried out, or taken up again."""
        return bool(self.file) and (self.is_ready or self.state == State.STOPPED or self.is_silent)

    @property
    def percent(self) -> int:
        """How far the step at work has come."""
        steps = 2 * self.total if self.state == State.IMPORTING else self.total
        return min(100 * (self.begun + self.done) // steps, 100) if steps else 0

    def count_of(self, outcome: str) -> int:
        return int(self.counts.get(outcome, 0))

    def open(self) -> IO[bytes]:
        """The file that was sent in."""
        content: IO[bytes] = self.file.open("rb")
        return content

    @transaction.atomic
    def carry_out(self, *, by: Person, will_publish: bool, will_replace: bool) -> None:
        """Has what was looked into imported, or goes on after it had stopped."""
        demand_lead(by)
        run = ImportRun.objects.locked(self.pk)
        if run is None or not run.may_go_on:
            return
        was_looking = run.state == State.LOOKING or (run.state == State.STOPPED and not run.total)
        if run.is_ready:
            run.by, run.will_publish, run.will_replace = by, will_publish, will_replace
            run.begun = run.done = 0
        run.state = State.LOOKING if was_looking else State.IMPORTING
        run.beat_at, run.problem, run.ended_at = timezone.now(), None, None
        run.save()
        record("import.begun", thing=run, by=by)
        job = "look_into_import" if was_looking else "carry_out_import"
        defer(f"kundportal.knowledge.jobs.{job}", run_id=run.pk)

    @transaction.atomic
    def looked_into(self, lines: Iterable[ImportLine], counts: dict[str, int]) -> None:
        """Keeps what would become of each text."""
        if (run := ImportRun.objects.locked(self.pk)) is None or run.state != State.LOOKING:
            return
        run.lines.all().delete()
        made = ImportLine.objects.bulk_create(lines, batch_size=500)
        run.total, run.begun, run.done, run.counts = len(made), 0, 0, counts
        run.state, run.ended_at, run.beat_at = State.READY, None, timezone.now()
        run.save()

    def beat(self, **fields: Any) -> None:
        """Tells how far it has come, in the transaction that came so far."""
        ImportRun.objects.filter(pk=self.pk).update(beat_at=timezone.now(), **fields)

    @transaction.atomic
    def stop(self, problem: list[str]) -> None:
        """Says that it can't go on by itself, and why."""
        run = ImportRun.objects.locked(self.pk)
        if run is None or not run.is_working:
            return
        run.state, run.problem, run.ended_at = State.STOPPED, problem, timezone.now()
        run.save(update_fields=["state", "problem", "ended_at"])
        record("import.stopped", thing=run)

    @transaction.atomic
    def finish(self, counts: dict[str, int]) -> None:
        """Says that all that could be imported has been."""
        run = ImportRun.objects.locked(self.pk)
        if run is None or run.state != State.IMPORTING:
            return
        run.state, run.counts, run.ended_at = State.DONE, counts, timezone.now()
        run.save(update_fields=["state", "counts", "ended_at"])
        record("import.done", thing=run, by=run.by)

    @transaction.atomic
    def forget_file(self) -> None:
        """Removes the file; what became of it stays told."""
        name, self.file = self.file.name, ""
        self.save(update_fields=["file"])
        if name:
            transaction.on_commit(lambda: default_storage.delete(name))


class ImportLineQuerySet(models.QuerySet["ImportLine"]):
    def of(self, run: ImportRun, *, outcome: str, after: int | None) -> ImportLineQuerySet:
        """Those of a run from a place on; `outcome` may be "remarks", for those with any."""
        found = self.filter(run=run).order_by("number")
        if after is not None:
            found = found.filter(number__gt=after)
        if outcome == "remarks":
            return found.with_remarks()
        return found.filter(outcome=outcome) if outcome else found

    def with_remarks(self) -> ImportLineQuerySet:
        return self.exclude(remarks=[])


class ImportLine(models.Model):
    """What would become of a text of the source, or became of it. `number` is its place there."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    path = models.CharField(max_length=300)
    title = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, blank=True)
    outcome = models.CharField(max_length=12)
    remarks = models.JSONField(default=list)
    article_id = models.BigIntegerField(null=True)

    objects = ImportLineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="import_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.number} {self.outcome}"
