"""Pictures, films and other files of an article."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.files.base import File
from django.db import models, transaction
from django.db.models import Exists, Func, OuterRef, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from kundportal.history.models import record
from kundportal.knowledge.models.article import Article, FileInUse
from kundportal.knowledge.models.revision import Revision
from kundportal.knowledge.models.stages import WAITING as NOT_DECIDED
from kundportal.knowledge.models.stages import Stage
from kundportal.knowledge.roles import demand_staff
from kundportal.lib import files
from kundportal.lib.scanned import OPEN_TO_READERS, WAITING, ScannedFile
from kundportal.people.models import Person

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

STUCK_AFTER = 10  # minutes that a file waits for the scanner before staff are told


class ArticleFileQuerySet(models.QuerySet["ArticleFile"]):
    def visible_to(self, person: Person | AnonymousUser) -> ArticleFileQuerySet:
        """Those that stand in what the person may read; staff see those of drafts too."""
        if person.is_authenticated and person.is_staff:
            return self
        articles = Article.objects.visible_to(person).filter(withdrawn_at=None)
        published = Revision.objects.filter(stage=Stage.PUBLISHED)
        return self.filter(_named_in(published), article__in=articles)

    def readable(self) -> ArticleFileQuerySet:
        """Those that may be had: found clean, or kept where there is no scanner."""
        return self.filter(scan__in=OPEN_TO_READERS)

    def with_use(self) -> ArticleFileQuerySet:
        """Adds `is_used` to each: whether a text that is read, or will be, shows it."""
        texts = Revision.objects.filter(stage__in=[*NOT_DECIDED, Stage.PUBLISHED])
        return self.annotate(is_used=_named_in(texts))

    def stuck(self) -> ArticleFileQuerySet:
        """Those that the scanner ought to have judged long since."""
        before = timezone.now() - timedelta(minutes=STUCK_AFTER)
        return self.filter(WAITING, created_at__lt=before)

    @transaction.atomic
    def attach(
        self, article: Article, upload: File, *, by: Person | None, replaces: bool
    ) -> ArticleFile:
        """Keeps a file; see `Article.attach`."""
        demand_staff(by)
        Article.objects.select_for_update(of=("self",)).get(
            pk=article.pk
        )  # names are drawn in turn
        there, digest = article.files.all(), _digest(upload)
        name = neat_name(upload.name or "")
        same = there.filter(name=name) if replaces else there.filter(digest=digest)
        if (kept := same.first()) and kept.digest == digest and not kept.is_refused:
            return kept
        if kept:
            kept.forget_file()
            kept.delete()
        row = self.model(article=article, digest=digest, by=by)
        row.store(upload, name=_free_name(there, name))
        record("article.file_added", thing=article, by=by, file=row.pk)
        return row


class ArticleFile(ScannedFile):
    """A file of an article, in all its languages; a text names it as `file:NAME`.

    Its `name` is made of plain letters, so that it can stand in an address as it is.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="files")
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ArticleFileQuerySet.as_manager()

    scan_job: ClassVar[str] = "kundportal.knowledge.jobs.scan_file"
    largest_mb: ClassVar[int] = settings.ARTICLE_FILE_LARGEST_MB
    is_used: bool

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "name"], name="article_file_named_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="article_file_to_scan", condition=WAITING),
        ]

    @property
    def address(self) -> str:
        return reverse("article-file", args=[self.pk, self.name])

    @property
    def is_picture(self) -> bool:
        return self.content_type in files.PICTURES

    @property
    def is_film(self) -> bool:
        return self.content_type.startswith("video/")

    @property
    def in_text(self) -> str:
        """How a text shows it, or leads to it."""
        is_shown = self.is_picture or self.is_film
        return f"{'!' if is_shown else ''}[{PurePath(self.name).stem}](file:{self.name})"

    @transaction.atomic
    def remove(self, *, by: Person) -> None:
        """Takes the file away, unless a text that is read, or will be, shows it."""
        demand_staff(by)
        Article.objects.select_for_update(of=("self",)).get(pk=self.article_id)
        mine = ArticleFile.objects.with_use().filter(pk=self.pk).first()
        if mine is None:
            return
        if mine.is_used:
            raise FileInUse
        record("article.file_removed", thing=self.article, by=by, file=self.pk)
        mine.forget_file()
        mine.delete()


def _named_in(texts: models.QuerySet[Revision]) -> Exists:
    """Whether one of the texts names the file, and not one whose name only begins like it."""
    name = _replaced(OuterRef("name"), "[.]", "[.]")
    # A film brings along what is said in it, `film.vtt` beside `film.mp4`.
    name = _replaced(name, r"\[[.]\]vtt$", "[.](?:vtt|mp4|m4v|webm|ogv)")
    ends = Value("(?![a-z0-9_-]|[.][a-z0-9])")
    mention = Concat(Value("file:"), name, ends, output_field=models.TextField())
    return Exists(texts.filter(translation__article=OuterRef("article"), text__regex=mention))


def _replaced(text: Any, pattern: str, by: str) -> Func:
    return Func(text, Value(pattern), Value(by), Value("g"), function="regexp_replace",
                output_field=models.TextField())  # fmt: skip


def neat_name(name: str) -> str:
    """`Skärmbild 3.PNG` as `skarmbild-3.png`."""
    path = PurePath(files.tidy_name(name))
    stem, suffix = slugify(path.stem)[:80].strip("-"), slugify(path.suffix.removeprefix("."))
    return f"{stem or 'file'}.{suffix}" if suffix else stem or "file"


def _free_name(there: models.QuerySet[ArticleFile], name: str) -> str:
    taken = set(there.values_list("name", flat=True))
    stem, dot, suffix = name.rpartition(".")
    number, found = 2, name
    while found in taken:
        found, number = f"{stem}-{number}{dot}{suffix}", number + 1
    return found


def _digest(upload: File) -> str:
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    upload.seek(0)
    return found.hexdigest()
