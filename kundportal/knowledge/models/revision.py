"""A text of an article, from draft to published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from kundportal.knowledge.editing import publishing, reviewing
from kundportal.knowledge.models.stages import WAITING, Stage
from kundportal.knowledge.models.translation import Translation
from kundportal.knowledge.roles import leads
from kundportal.people.models import Person


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

    def waiting(self) -> RevisionQuerySet:
        """Those that are still to be decided on."""
        return self.filter(stage__in=WAITING)

    def written_by(self, person: Person) -> RevisionQuerySet:
        return self.filter(by=person)

    def current(self) -> RevisionQuerySet:
        """Those that are read, or may be before long."""
        return self.filter(stage__in=[*WAITING, Stage.PUBLISHED])

    def of_articles(self, keys: Iterable[int]) -> RevisionQuerySet:
        """The present texts of several articles, without what lists do not show."""
        rows = self.current().filter(translation__article__in=list(keys))
        return rows.select_related("translation").defer("text", "lead", "phrasings", "verdict")

    def of(self, article_id: int, language: str) -> RevisionQuerySet:
        return self.filter(translation__article=article_id, translation__language=language)

    def for_list(self) -> RevisionQuerySet:
        """The newest first, with who wrote them."""
        return self.select_related("by", "approved_by").order_by("-number")


class Revision(models.Model):
    """A text of a translation. One that has been published is never changed.

    `lead` says in a sentence what it is about, `phrasings` has other ways to ask, one on each line.
    `based_on` is the original's revision that a translation was made from; a change that
    `is_minor` leaves the translations as right as they were.
    """

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.DRAFT)
    title = models.CharField(max_length=200)
    lead = models.CharField(max_length=400, blank=True)
    text = models.TextField(blank=True)
    phrasings = models.TextField(blank=True)
    remark = models.CharField(max_length=400, blank=True)  # what was changed, and why
    is_minor = models.BooleanField(default=False, db_default=False)
    based_on = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    # None for what comes with the product.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Who is asked to review it, and who has had it published; with what they sent it back.
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    verdict = models.TextField(blank=True, default="", db_default="")
    once = models.UUIDField(null=True, unique=True)
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
            models.Index(fields=["publish_at"], condition=Q(stage="planned"),
                         name="revision_planned"),
            models.Index(fields=["-published_at"], condition=Q(stage="published"),
                         name="revision_newest"),
            models.Index(fields=["translation", "stage"], condition=~Q(stage="earlier"),
                         name="revision_current"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.translation_id}, revision {self.number}"

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be decided on."""
        return self.stage in WAITING

    def has(self, texts: dict[str, str]) -> bool:
        """Whether this is what it says, by the names of the fields."""
        return all(getattr(self, name) == text for name, text in texts.items())

    def may_be_published_by(self, person: Person) -> bool:
        """Leads and administrators publish; others what a colleague has asked to have reviewed.

        So what an agent writes is seen by two, and nobody waits where one alone leads.
        """
        is_colleagues = self.stage == Stage.REVIEW and self.by_id != person.pk
        return person.is_staff and (leads(person) or is_colleagues)

    @transaction.atomic
    def publish(self, *, by: Person | None) -> None:
        """Has it read from now on, in place of the one before."""
        self._demand_publisher(by)
        publishing.publish(self, by=by)

    @transaction.atomic
    def plan(self, *, at: datetime, by: Person) -> None:
        """Has it published at a time."""
        self._demand_publisher(by)
        publishing.plan(self, at=at, by=by)

    def publish_as_planned(self) -> None:
        """Publishes it now that its time has come, once; does nothing if it is planned no more."""
        publishing.publish_as_planned(self)

    @transaction.atomic
    def ask_for_review(self, *, by: Person, reviewer: Person | None = None) -> None:
        """Has a colleague look at it, or whoever of the leads does so first."""
        reviewing.ask(self, by=by, reviewer=reviewer)

    @transaction.atomic
    def send_back(self, *, by: Person, verdict: str) -> None:
        """Gives it back to whoever wrote it, with what is to be done."""
        reviewing.send_back(self, by=by, verdict=verdict)

    @transaction.atomic
    def take_back(self, *, by: Person) -> None:
        """Makes a draft again of what waits to be reviewed or published."""
        reviewing.take_back(self, by=by)

    @transaction.atomic
    def discard(self, *, by: Person) -> None:
        """Gives it up; its text stays among the earlier ones."""
        reviewing.discard(self, by=by)

    def restore(self, *, by: Person, remark: str = "") -> Revision:
        """Writes its text once more, as the newest."""
        return self.translation.write(
            by=by, title=self.title, text=self.text, lead=self.lead, phrasings=self.phrasings,
            remark=remark, based_on=self.based_on,
        )  # fmt: skip

    def _demand_publisher(self, by: Person | None) -> None:
        if by is not None and not self.may_be_published_by(by):
            raise PermissionDenied
