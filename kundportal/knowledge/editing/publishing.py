"""Having a text read: now, or at a time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from kundportal.history.models import record
from kundportal.knowledge import entering
from kundportal.knowledge.editing import telling
from kundportal.knowledge.models.stages import WAITING, Stage
from kundportal.knowledge.models.translation import Translation
from kundportal.knowledge.reading import announcing
from kundportal.people.models import Person

if TYPE_CHECKING:
    from kundportal.knowledge.models.revision import Revision


def publish(revision: Revision, *, by: Person | None) -> None:
    """The body of `Revision.publish`."""
    translation = Translation.objects.locked(revision.translation_id)
    if translation.published_id == revision.pk:
        return
    before, was_reviewed = translation.published_id, revision.stage == Stage.REVIEW
    translation.revisions.filter(stage=Stage.PUBLISHED).update(stage=Stage.EARLIER)
    outrun = translation.revisions.filter(stage__in=WAITING, number__lt=revision.number)
    outrun.update(stage=Stage.EARLIER, publish_at=None)
    revision.stage, revision.published_at = Stage.PUBLISHED, timezone.now()
    revision.approved_by, revision.publish_at = by, None
    revision.save(update_fields=["stage", "published_at", "approved_by", "publish_at"])
    translation.published = revision
    translation.based_on = _based_on(translation, revision)
    translation.save(update_fields=["published", "based_on"])
    if translation.is_original:
        _keep_translations(translation, revision, before)
        translation.article.reviewed_at = revision.published_at
        translation.article.save(update_fields=["reviewed_at"])
    translation.article.touch()
    event = record(
        "article.published", thing=translation.article, by=by, language=translation.language,
        revision=revision.number,
    )  # fmt: skip
    entering.enter(translation)
    if was_reviewed:
        telling.published(revision, by=by, event=event.pk)
    announcing.announce(revision, by=by)


def _based_on(translation: Translation, revision: Revision) -> Revision | None:
    """What the published text is a translation of; of the original it is itself."""
    if translation.is_original:
        return revision
    original = translation.article.original()
    return revision.based_on or (original.published if original else None)


def _keep_translations(original: Translation, revision: Revision, before: int | None) -> None:
    """A minor change leaves those right that were; the first text is what all are made from."""
    if revision.is_minor or before is None:
        others = original.article.translations.exclude(pk=original.pk)
        others.filter(published__isnull=False, based_on=before).update(based_on=revision)


def plan(revision: Revision, *, at: datetime, by: Person) -> None:
    """The body of `Revision.plan`. What was planned before in its place is a draft no more."""
    translation = Translation.objects.locked(revision.translation_id)
    if translation.published_id == revision.pk:
        return
    planned = translation.revisions.filter(stage=Stage.PLANNED).exclude(pk=revision.pk)
    planned.update(stage=Stage.EARLIER, publish_at=None)
    revision.stage, revision.publish_at, revision.approved_by = Stage.PLANNED, at, by
    revision.save(update_fields=["stage", "publish_at", "approved_by"])
    translation.article.touch()
    record(
        "article.planned", thing=translation.article, by=by, language=translation.language,
        revision=revision.number, at=at.isoformat(),
    )  # fmt: skip


@transaction.atomic
def publish_as_planned(revision: Revision) -> None:
    """The body of `Revision.publish_as_planned`: two workers at once publish it once."""
    Translation.objects.locked(revision.translation_id)
    fresh = type(revision).objects.due().filter(pk=revision.pk).first()
    if fresh is not None:
        publish(fresh, by=fresh.approved_by)
