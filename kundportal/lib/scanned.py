"""A file that somebody has sent in, and how far the check for viruses has come, for every room."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import PurePath
from typing import ClassVar
from uuid import UUID, uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q

from kundportal.lib import clamd, files
from kundportal.lib.clamd import Verdict
from kundportal.lib.queue import defer


class Scan(models.TextChoices):
    NONE = "none"  # there was no scanner when it came
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"  # the file itself is gone
    UNCHECKED = "unchecked"  # the scanner can't judge it, and nobody may have it


OPEN_TO_READERS = (Scan.NONE, Scan.CLEAN)
WAITING = Q(scan=Scan.WAITING)
MOST_TRIES = 5  # that a file may break the scanner off, before it counts as one it can't judge
AT_ONCE = 200  # that a round of the worker has judged

logger = logging.getLogger("kundportal.scan")


def folder_of(row: ScannedFile, filename: str) -> str:
    return f"{row._meta.app_label}/{row.key.hex[:2]}/{filename}"


class ScannedFile(models.Model):
    """What every kind of file that comes in has in common.

    `scan_job` names the task that has it judged, `largest_mb` how large it may be where that is
    not as everywhere.
    """

    scan_job: ClassVar[str]
    largest_mb: ClassVar[int | None] = None

    key = models.UUIDField(unique=True, default=uuid4)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    file = models.FileField(upload_to=folder_of)
    preview = models.FileField(upload_to=folder_of, blank=True)
    scan = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in Scan],
        default=Scan.NONE,
        db_default=Scan.NONE,
    )
    scan_tries = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether somebody may have it."""
        return bool(self.file) and self.scan in OPEN_TO_READERS

    @property
    def is_refused(self) -> bool:
        """Whether the check has ended so that nobody may have the file."""
        return self.scan in {Scan.INFECTED, Scan.UNCHECKED}

    @property
    def safe_name(self) -> str:
        """The name without what some systems take for a folder, a drive or the end of a name."""
        plain = "".join("_" if one in '<>:"/\\|?*' else one for one in PurePath(self.name).name)
        return plain.strip(". ") or "file"

    def store(self, upload: File, *, name: str = "") -> None:
        """Keeps an upload and inserts the row, which names a file that is whole on the disk.

        The name on disk is random; the person's `name` for it is in the row. Raises ValidationError
        for a file that we do not take.
        """
        self.content_type = kind = files.kind_of(upload, largest_mb=self.largest_mb)
        content = files.without_whereabouts(upload, kind)
        self.name, self.size = name or files.tidy_name(upload.name or ""), content.size
        self.scan = Scan.WAITING if clamd.is_configured() else Scan.NONE
        self.file.save(self.key.hex, content, save=False)
        if small := files.preview(content, kind):
            self.preview.save(f"{self.key.hex}.webp", ContentFile(small), save=False)
        self.save(force_insert=True)
        if self.scan == Scan.WAITING:
            defer(self.scan_job, key=str(self.key))

    def forget_file(self) -> None:
        """Takes the file off the disk, once the row that no longer names it is written."""
        forget_at_commit(self.file.name, self.preview.name)
        self.file, self.preview = "", ""


def forget_at_commit(*paths: str | None) -> None:
    """Whatever is killed in between leaves a file without a row, which the night removes."""
    for path in paths:
        if path:
            transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]


def stray_keys(keys: set[UUID], *models_: type[ScannedFile]) -> set[UUID]:
    """Those of the keys that no row of the models has."""
    for model in models_:
        keys = keys - set(model._default_manager.filter(key__in=keys).values_list("key", flat=True))
    return keys


def have_judged(
    row: ScannedFile,
    *,
    settle: Callable[[UUID, Verdict, str], None],
    count_try: Callable[[UUID], None],
) -> bool:
    """Has the scanner judge a file that waits; False when the scanner is not there.

    `settle` writes down what it said, `count_try` that it broke off over this file.
    """
    try:
        with row.file.open("rb") as content:
            verdict, found = clamd.scan(content)
    except clamd.NotReached as error:
        logger.warning("the virus scanner is not there: %s", error)
        return False
    except clamd.BrokenOff as error:
        logger.warning("the virus scanner gave no answer: %s", error)
        count_try(row.key)
        return True
    except FileNotFoundError:
        verdict, found = Verdict.UNCHECKED, "no file"
    settle(row.key, verdict, found)
    return True
