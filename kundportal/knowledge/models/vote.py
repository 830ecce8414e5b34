"""What a reader thinks of a text: did it help, and if not, why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from kundportal.history.models import record
from kundportal.knowledge.models.revision import Revision
from kundportal.knowledge.models.translation import Translation
from kundportal.lib.queue import defer_until
from kundportal.people.models import Person

if TYPE_CHECKING:
    from kundportal.knowledge.reading.voters import Voter

LONGEST_REASON = 1000
ENOUGH = 2  # so many who were not helped, and the owner is told
REASONS_WITHIN = timedelta(minutes=10)


class VoteQuerySet(models.QuerySet["Vote"]):
    def of(self, voter: Voter, revision: Revision) -> Vote | None:
        """What the reader has said of the text."""
        return self.filter(revision=revision, reader=voter.key).first()

    def of_person(self, person: Person) -> VoteQuerySet:
        return self.filter(person=person).select_related("revision")

    def against(self, revision: Revision) -> VoteQuerySet:
        """Those whom the text has not helped."""
        return self.filter(revision=revision, is_helpful=False)

    def by_text(self, days: int, *, language: str = "", product: int | None = None) -> Any:
        """How many each text has helped and not in the last days, most of the latter first."""
        since = timezone.now() - timedelta(days=days)
        rows = self.filter(voted_at__gt=since)
        if language:
            rows = rows.filter(revision__translation__language=language)
        if product:
            rows = rows.filter(revision__translation__article__category__product=product)
        counted = rows.values("revision__translation").annotate(
            helped=Count("pk", filter=Q(is_helpful=True)),
            not_helped=Count("pk", filter=Q(is_helpful=False)),
            last=Max("voted_at", filter=Q(is_helpful=False)),
        )
        return counted.filter(not_helped__gt=0).order_by("-not_helped", "helped", "-last")

    def reasons_of(self, texts: Iterable[int], *, days: int, most: int) -> Iterable[Any]:
        """Texts by their keys and why they did not help, the newest reasons first."""
        since = timezone.now() - timedelta(days=days)
        said = self.filter(revision__translation__in=list(texts), voted_at__gt=since)
        said = said.exclude(reason="").order_by("-voted_at")
        return said.values_list("revision__translation", "reason")[:most]

    def reasons(self, *, most: int) -> list[str]:
        """Why, the newest first."""
        said = self.exclude(reason="").order_by("-voted_at")
        return list(said.values_list("reason", flat=True)[:most])

    @transaction.atomic
    def cast(
        self, article: Translation, *, voter: Voter, is_helpful: bool, reason: str = ""
    ) -> None:
        """Counts what a reader says of the published text; said again, it takes the other's place.

        When enough have not been helped, the owner is told a while later, since a reason is
        written after the answer.
        """
        Translation.objects.select_for_update(no_key=True).get(pk=article.pk)  # one at a time
        revision, person = article.published, voter.person
        assert revision is not None
        before = self.of(voter, revision)
        if before and before.says(is_helpful=is_helpful, reason=reason):
            return
        said = {"is_helpful": is_helpful, "reason": "" if is_helpful else reason}
        who = {"person": person, "organisation_id": person and person.organisation_id}
        self.update_or_create(revision=revision, reader=voter.key, defaults={**said, **who})
        record("article.voted", thing=article.article, by=person, language=article.language,
               is_helpful=is_helpful)  # fmt: skip
        is_against_anew = not is_helpful and (before is None or before.is_helpful)
        if is_against_anew and self.against(revision).count() == ENOUGH:
            task = "kundportal.knowledge.jobs.tell_owner"
            defer_until(timezone.now() + REASONS_WITHIN, task, revision_id=revision.pk)

    def move(self, *, source: int, into: int) -> None:
        """Gives those of the one organisation to the other, when the two become one."""
        self.filter(organisation_id=source).update(organisation_id=into)


class Vote(models.Model):
    """One reader's answer to "Was this helpful?" about one text.

    `reader` is the mark of a person, or of a browser for whoever is not signed in.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="votes")
    reader = models.CharField(max_length=70)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    organisation_id = models.BigIntegerField(null=True)
    is_helpful = models.BooleanField()
    reason = models.TextField(max_length=LONGEST_REASON, blank=True)
    voted_at = models.DateTimeField(auto_now=True)

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "reader"], name="vote_once"),
        ]

    def __str__(self) -> str:
        return f"vote {self.pk} on revision {self.revision_id}"

    def says(self, *, is_helpful: bool, reason: str) -> bool:
        """Whether this is the same again; an answer without a reason takes none back."""
        return self.is_helpful == is_helpful and reason in {"", self.reason}
