"""An article in one language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify

from kundportal.history.models import record
from kundportal.knowledge.models.article import Article
from kundportal.knowledge.models.reading_sets import ReadingSets
from kundportal.knowledge.models.stages import WAITING, Stage
from kundportal.knowledge.roles import demand_staff
from kundportal.people.models import Person

if TYPE_CHECKING:
    from kundportal.knowledge.models.revision import Revision


class Changed(Exception):
    """Somebody else has written a newer text meanwhile."""

    def __init__(self, newest: Revision) -> None:
        super().__init__()
        self.newest = newest


def address_of(language: str, number: int, title: str) -> str:
    """Where an article is read; the number makes it permanent."""
    return reverse("article", args=[language, number, slugify(title) or "-"])


class TranslationQuerySet(ReadingSets):
    def locked(self, pk: int) -> Translation:
        """The one with the key; until the transaction ends, nobody else changes its texts or who
        may read them.
        """
        rows = self.select_related("article__category__product", "published")
        locked: Translation = rows.select_for_update(of=("self", "article")).get(pk=pk)
        return locked

    def for_desk(self) -> TranslationQuerySet:
        """With all that editors see of it."""
        return self.select_related(
            "published", "based_on", "article__category__product", "article__category__parent",
            "article__owner",
        )  # fmt: skip

    def behind(self) -> TranslationQuerySet:
        """Those whose original has changed since they were made."""
        is_original = Q(article__translations__language=F("article__language"))
        originals = FilteredRelation("article__translations", condition=is_original)
        others = self.filter(published__isnull=False).exclude(language=F("article__language"))
        has_moved = Q(based_on=None) | ~Q(based_on=F("original__published"))
        found: TranslationQuerySet = others.annotate(original=originals)
        return found.filter(has_moved, original__published__isnull=False)

    def keyed(self, pks: Iterable[int]) -> dict[int, Translation]:
        """Those of these keys that are published, with their titles."""
        rows = self.filter(pk__in=list(pks), published__isnull=False)
        return {one.pk: one for one in rows.select_related("published")}

    def of_the_demo(self) -> TranslationQuerySet:
        """The newest that are published for customers, in Swedish."""
        rows = self.filter(published__isnull=False, language="sv", article__withdrawn_at=None)
        return (
            rows.exclude(article__audience="staff")
            .order_by("-pk")
            .select_related("published")[:100]
        )

    def published_in(self, number: int, language: str) -> Translation | None:
        """The article in the language, if that is published."""
        rows = self.filter(article=number, language=language, published__isnull=False)
        return rows.select_related("article", "published").first()

    def titles(self, pairs: Iterable[tuple[int, str]]) -> list[Translation]:
        """Those of these articles in these languages that are published, with their titles."""
        wanted = set(pairs)
        rows = self.filter(article__in={number for number, _language in wanted})
        found = rows.filter(published__isnull=False)
        found = found.select_related("published", "article__category")
        return [one for one in found if (one.article_id, one.language) in wanted]


class Translation(models.Model):
    """An article in one language. Customers read its `published` revision and no other.

    `based_on` is the revision of the original that the published text was made from.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=5, choices=settings.APPLICANT_LANGUAGES)
    published = models.OneToOneField(
        "knowledge.Revision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    based_on = models.ForeignKey(
        "knowledge.Revision", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = TranslationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["article", "language"], name="article_once_in_each_language"
            ),
        ]

    def __str__(self) -> str:
        return f"article {self.article_id} ({self.language})"

    @property
    def is_original(self) -> bool:
        return self.language == self.article.language

    @property
    def address(self) -> str:
        """Where it is read; the number makes it permanent, the words are its present title."""
        title = self.published.title if self.published else ""
        return address_of(self.language, self.article_id, title)

    def has_been_published_before(self, revision: Revision) -> bool:
        """Whether another text of it has been read."""
        others = self.revisions.exclude(pk=revision.pk)
        return others.filter(published_at__isnull=False).exists()

    @property
    def is_behind(self) -> bool:
        """Whether the original has changed since what is published here was made."""
        original = self.other_original
        return (
            self.published is not None
            and original is not None
            and self.based_on_id != original.published_id
        )

    @cached_property
    def other_original(self) -> Translation | None:
        """What it is a translation of, if that is published; None of an original."""
        original = None if self.is_original else self.article.original()
        return original if original and original.published else None

    def waiting(self) -> list[Revision]:
        """Its texts that are still to be decided on, the newest first."""
        if not self.pk:
            return []
        rows = self.revisions.filter(stage__in=WAITING)
        found = list(rows.select_related("by", "approved_by", "reviewer").order_by("-number"))
        for one in found:
            one.translation = self
        return found

    def version(self, number: int | None) -> Revision | None:
        """The text with the number; the newest where none is given."""
        if number is None:
            return self.newest()
        return self.revisions.filter(number=number).first()

    def questions(self) -> set[str]:
        """What the published text answers, as it is asked: its title and its phrasings."""
        published = self.published
        asked = [published.title, *published.phrasings.splitlines()] if published else []
        return {line.strip().casefold() for line in asked if line.strip()}

    def newest(self) -> Revision | None:
        """The text that was written last, whatever has become of it."""
        return self.revisions.order_by("-number").first()

    @transaction.atomic
    def write(
        self,
        *,
        by: Person | None,
        title: str,
        text: str,
        lead: str = "",
        phrasings: str = "",
        remark: str = "",
        is_minor: bool = False,
        based_on: Revision | None = None,
        since: int | None = None,
        once: UUID | None = None,
    ) -> Revision:
        """Adds a revision as a draft; what is published stays until it is published in turn.

        `since` is the number of the newest that the writer knows of, 0 for none; Changed is raised
        when there is a newer one. The same `once`, or the same text again, gives the first one.
        """
        demand_staff(by)
        texts = {"title": title, "text": text, "lead": lead, "phrasings": phrasings}
        Translation.objects.locked(self.pk)  # numbers come one after another
        newest = self.newest()
        if newest and (sent := once and self.revisions.filter(once=once).first()):
            return sent
        if newest and newest.stage != Stage.EARLIER and newest.has(texts):
            return newest
        if newest and since is not None and newest.number != since:
            raise Changed(newest)
        return self._add(
            number=newest.number + 1 if newest else 1, by=by, remark=remark, is_minor=is_minor,
            based_on=based_on, once=once, **texts,
        )  # fmt: skip

    def _add(self, **fields: Any) -> Revision:
        """Takes the place of the draft before; what is planned stays so."""
        if fields["based_on"] is None and not self.is_original:
            original = self.article.original()
            fields["based_on"] = original.published if original else None
        self.revisions.filter(stage__in=[Stage.DRAFT, Stage.REVIEW]).update(stage=Stage.EARLIER)
        revision = self.revisions.create(**fields)
        self.article.touch()
        record("article.written", thing=self.article, by=fields["by"], language=self.language,
               revision=revision.number)  # fmt: skip
        return revision

    @transaction.atomic
    def confirm(self, *, by: Person) -> None:
        """Says that it is still right, although the original has changed."""
        demand_staff(by)
        mine = Translation.objects.locked(self.pk)
        original = self.article.original()
        if mine.published is None or original is None or mine.based_on_id == original.published_id:
            return
        self.based_on = mine.based_on = original.published
        mine.save(update_fields=["based_on"])
        self.article.touch()
        record("article.translation_confirmed", thing=self.article, by=by, language=self.language)
