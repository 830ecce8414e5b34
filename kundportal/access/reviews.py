"""Twice a year each organisation says whether those who have access are still the right ones."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from kundportal.access import reviewing
from kundportal.lib import dates
from kundportal.people.models import Organisation, Person


class ReviewQuerySet(models.QuerySet["Review"]):
    def open(self) -> ReviewQuerySet:
        return self.filter(is_open=True)

    def of(self, person: Person) -> ReviewQuerySet:
        """Those of the person's own organisation."""
        if not person.organisation_id:
            return self.none()
        return self.filter(organisation=person.organisation_id)

    def unanswered(self) -> ReviewQuerySet:
        """What staff may have to ask about, the one asked first on top."""
        rows = self.open().filter(organisation__closed_at=None)
        return rows.select_related("organisation").order_by("asked_at", "pk")

    def to_remind_of(self) -> ReviewQuerySet:
        """Asked ten working days ago, not answered, and nobody reminded."""
        return self.unanswered().filter(remind_on__lte=dates.today())

    def with_counts(self) -> ReviewQuerySet:
        """Adds how many people are `asked_about` and `answered`, and who `can_answer`."""
        people = Person.objects.filter(organisation=models.OuterRef("organisation"))
        seated = people.filter(seat__isnull=False)
        answers = ReviewAnswer.objects.filter(review=models.OuterRef("pk"))
        return self.annotate(
            asked_about=_count(seated.order_by().values("organisation")),
            answered=_count(answers.filter(person__seat__isnull=False).values("review")),
            can_answer=_count(people.active().order_by().values("organisation")),
        )

    def figures(self, most: int = 4) -> list[dict[str, object]]:
        """How it went in the latest half-years: asked, done, and how many have left."""
        left = models.Q(answers__stays=False)
        done = models.Q(done_at__isnull=False)
        rows = self.values("half").annotate(
            asked=models.Count("pk", distinct=True),
            done=models.Count("pk", filter=done, distinct=True),
            left=models.Count("answers", filter=left),
        )
        return list(rows.order_by("-half")[:most])

    def lapse(self, organisation: Organisation) -> int:
        """Ends without an answer what nobody there will answer any more."""
        return self.open().filter(organisation=organisation).update(is_open=False, remind_on=None)

    def ask(self, organisation: Organisation, *, half: str) -> Review | None:
        """Asks the organisation's administrators, once for each half-year."""
        return reviewing.ask(self.model, organisation, half=half)


def _count(rows: models.QuerySet) -> Coalesce:
    counted = rows.annotate(number=models.Count("pk")).values("number")
    return Coalesce(models.Subquery(counted), 0)


class Review(models.Model):
    """One organisation's answer, in one half-year, to whether its people are still right.

    It is open until everybody is answered for, or the next one is asked.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    half = models.CharField(max_length=7)
    is_open = models.BooleanField(default=True)
    asked_at = models.DateTimeField(default=timezone.now)
    remind_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReviewQuerySet.as_manager()

    # Only on those `with_counts`.
    asked_about: int
    answered: int
    can_answer: int

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "half"], name="review_once_a_half"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(is_open=True),
                name="one_open_review_each",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["asked_at", "id"], name="review_open", condition=models.Q(is_open=True)
            ),
            models.Index(fields=["half"], name="review_half"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.half}"

    @property
    def first_day(self) -> date:
        """The first day of the month in which it was asked, which names it on pages."""
        return date.fromisoformat(f"{self.half}-01")

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    def answer(self, *, person: Person, stays: bool, by: Person) -> None:
        """Notes whether a colleague still has the task; the last answer ends the review."""
        reviewing.answer(self, person=person, stays=stays, by=by)

    def answer_all(self, *, by: Person) -> None:
        """Notes that everyone who is not answered for is still right."""
        reviewing.answer_all(self, by=by)

    def remind(self, *, by: Person | None = None) -> bool:
        """Asks again: by itself once, and by hand at most once a day. Says whether it was done."""
        return reviewing.remind(self, by=by)


class ReviewAnswer(models.Model):
    """What was said of one person in one review."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stays = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "person"], name="answered_once_each"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.person_id}"
