"""A text of an article, from draft to published."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.knowledge import announcing, entering
from kundportal.knowledge.models.translation import Translation
from kundportal.people.models import Person


class Stage(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PLANNED = "planned", _("Will be published")  # at `publish_at`
    PUBLISHED = "published", _("Published")
    EARLIER = "earlier", _("Earlier version")


class RevisionQuerySet(models.QuerySet["Revision"]):
    def due(self) -> RevisionQuerySet:
        """Those whose time has come."""
        return self.filter(stage=Stage.PLANNED, publish_at__lte=timezone.now())

    def for_telling(self, pk: int) -> Revision | None:
        """A text with all that one is told of it, as long as it is read."""
        rows = self.select_related("translation__article__category", "translation__article__owner")
        rows = rows.filter(stage=Stage.PUBLISHED, translation__article__withdrawn_at=None)
        found = rows.filter(pk=pk).first()
        if found is not None:
            found.translation.published = found  # its address is made of it
        return found


class Revision(models.Model):
    """A text of a translation. One that has been published is never changed.

    `lead` says in a sentence what it is about, `phrasings` has other ways to ask, one on each line.
    """

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.DRAFT)
    title = models.CharField(max_length=200)
    lead = models.CharField(max_length=400, blank=True)
    text = models.TextField(blank=True)
    phrasings = models.TextField(blank=True)
    remark = models.CharField(max_length=400, blank=True)  # what was changed, and why
    # None for what comes with the product.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    publish_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["translation", "number"], name="revision_numbered_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["publish_at"], condition=models.Q(stage="planned"), name="revision_planned"
            ),
            models.Index(
                fields=["-published_at"],
                condition=models.Q(stage="published"),
                name="revision_newest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.translation_id}, revision {self.number}"

    @transaction.atomic
    def publish(self, *, by: Person | None) -> None:
        """Has it read from now on, in place of the one before."""
        if by is not None and not by.is_staff:
            raise PermissionDenied
        translation = Translation.objects.select_for_update().get(pk=self.translation_id)
        if translation.published_id == self.pk:
            return
        translation.revisions.filter(stage=Stage.PUBLISHED).update(stage=Stage.EARLIER)
        self.stage, self.published_at = Stage.PUBLISHED, timezone.now()
        self.save(update_fields=["stage", "published_at"])
        original = translation.article.translations.filter(
            language=translation.article.language
        ).first()
        translation.published = self
        translation.based_on = None if original is None else original.published
        translation.save(update_fields=["published", "based_on"])
        record("article.published", thing=translation.article, by=by, language=translation.language)
        entering.enter(translation)
        announcing.announce(self, by=by)
