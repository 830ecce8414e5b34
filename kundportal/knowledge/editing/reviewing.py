"""What happens to a text between being written and being published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from kundportal.history.models import record
from kundportal.knowledge.editing import telling
from kundportal.knowledge.models.stages import WAITING, Stage
from kundportal.knowledge.models.translation import Translation
from kundportal.knowledge.roles import demand_staff
from kundportal.people.models import Person

if TYPE_CHECKING:
    from kundportal.knowledge.models.revision import Revision


def ask(revision: Revision, *, by: Person, reviewer: Person | None) -> None:
    """The body of `Revision.ask_for_review`."""
    demand_staff(by)
    if reviewer is not None and (not reviewer.is_staff or reviewer.pk == by.pk):
        raise PermissionDenied
    if not _is_still(revision, Stage.DRAFT):
        return
    revision.stage, revision.reviewer, revision.verdict = Stage.REVIEW, reviewer, ""
    revision.save(update_fields=["stage", "reviewer", "verdict"])
    to = {"to": reviewer.pk} if reviewer else {}
    event = _record("article.review_asked", revision, by, **to)
    telling.review_asked(revision, by=by, event=event)


def send_back(revision: Revision, *, by: Person, verdict: str) -> None:
    """The body of `Revision.send_back`."""
    demand_staff(by)
    if not _is_still(revision, Stage.REVIEW):
        return
    revision.stage, revision.verdict = Stage.DRAFT, verdict
    revision.save(update_fields=["stage", "verdict"])
    event = _record("article.sent_back", revision, by)
    telling.sent_back(revision, by=by, event=event)


def take_back(revision: Revision, *, by: Person) -> None:
    """The body of `Revision.take_back`."""
    demand_staff(by)
    if not _is_still(revision, Stage.REVIEW, Stage.PLANNED):
        return
    was = revision.stage
    revision.stage, revision.publish_at = Stage.DRAFT, None
    revision.save(update_fields=["stage", "publish_at"])
    _record("article.taken_back", revision, by, was=was)


def discard(revision: Revision, *, by: Person) -> None:
    """The body of `Revision.discard`."""
    demand_staff(by)
    if not _is_still(revision, *WAITING):
        return
    revision.stage, revision.publish_at = Stage.EARLIER, None
    revision.save(update_fields=["stage", "publish_at"])
    _record("article.draft_discarded", revision, by)


def _is_still(revision: Revision, *stages: Stage) -> bool:
    """Whether it is at one of the stages, now that nobody else can change it."""
    Translation.objects.locked(revision.translation_id)
    revision.refresh_from_db(fields=["stage"])
    return revision.stage in stages


def _record(verb: str, revision: Revision, by: Person, **data: object) -> int:
    translation = revision.translation
    translation.article.touch()
    event = record(
        verb, thing=translation.article, by=by, language=translation.language,
        revision=revision.number, **data,
    )  # fmt: skip
    return event.pk
