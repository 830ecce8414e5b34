"""An article in one language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils.text import slugify

from kundportal.history.models import record
from kundportal.knowledge.models.article import Article
from kundportal.knowledge.models.category import Category
from kundportal.people.models import Person

if TYPE_CHECKING:
    from kundportal.knowledge.models.revision import Revision


def address_of(language: str, number: int, title: str) -> str:
    """Where an article is read; the number makes it permanent."""
    return reverse("article", args=[language, number, slugify(title) or "-"])


class TranslationQuerySet(models.QuerySet["Translation"]):
    def readable_by(self, person: Any) -> TranslationQuerySet:
        """What is published, of the articles that the person may read."""
        articles = Article.objects.visible_to(person).filter(withdrawn_at=None)
        return self.filter(published__isnull=False, article__in=articles)

    def for_reading(self) -> TranslationQuerySet:
        """With all that a page shows of it."""
        return self.select_related("published", "article__category__product", "article__owner")

    def of_number(self, number: int) -> TranslationQuerySet:
        """The article with this number, in each of its languages."""
        return self.filter(article=number).order_by("language")

    def among(self, numbers: Iterable[int]) -> TranslationQuerySet:
        """Those of the articles with these numbers."""
        return self.filter(article__in=list(numbers))

    def in_language(self, language: str) -> TranslationQuerySet:
        """Of each article the one that a reader of the language gets.

        It is that in the language, else the original, else another that is published.
        """
        best = Translation.objects.filter(article=OuterRef("article"), published__isnull=False)
        rank = Case(
            When(language=language, then=0),
            When(language=F("article__language"), then=1),
            default=2,
        )
        return self.filter(pk=Subquery(best.order_by(rank, "pk").values("pk")[:1]))

    def for_lists(self) -> TranslationQuerySet:
        """With what a list shows, which is not the text."""
        return self.select_related("published", "article").defer(
            "published__text", "published__phrasings", "published__remark"
        )

    def standing_in(self, category: Category, *, after: int = 0) -> TranslationQuerySet:
        """Those of a category in their order, from behind the article with this number."""
        rows = self.filter(article__category=category).order_by("article__position", "article")
        if not after:
            return rows
        place = Article.objects.filter(pk=after).values("position")[:1]
        behind = Q(article__position=Subquery(place), article__gt=after)
        return rows.filter(Q(article__position__gt=Subquery(place)) | behind)

    def near(self, article: Translation, where: Q) -> TranslationQuerySet:
        """The others that stand so, in the article's language."""
        rows = self.filter(where, language=article.language).exclude(article=article.article_id)
        return rows.for_lists().order_by("article__position", "article")

    def languages_of(self, article: Article) -> set[str]:
        """In which languages it can be read."""
        rows = self.filter(article=article, published__isnull=False)
        return set(rows.values_list("language", flat=True))

    def for_feed(self) -> TranslationQuerySet:
        return self.select_related("published", "article__category")

    def written_in(self, language: str) -> TranslationQuerySet:
        return self.filter(language=language)

    def below(self, category: Category) -> TranslationQuerySet:
        """Those of the category and of all that stand below it."""
        return self.filter(article__category__in=category.with_all_below())

    def published_of(self, articles: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Number, language, title and moment of each of theirs, by number."""
        rows = self.filter(article__in=articles.values("pk"), published__isnull=False)
        rows = rows.order_by("article", "language")
        return rows.values_list(
            "article", "language", "published__title", "published__published_at"
        )

    def newest(self) -> TranslationQuerySet:
        """What was published last comes first."""
        rows = self.filter(published__stage="published")  # as the index has it
        return rows.order_by("-published__published_at", "-published")


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
    ) -> Revision:
        """Adds a revision as a draft; what is published stays until it is published in turn."""
        if by is not None and not by.is_staff:
            raise PermissionDenied
        Translation.objects.select_for_update().get(pk=self.pk)  # numbers come one after another
        last = self.revisions.order_by("-number").first()
        revision = self.revisions.create(
            number=last.number + 1 if last else 1, title=title, text=text, lead=lead,
            phrasings=phrasings, remark=remark, by=by,
        )  # fmt: skip
        record("article.written", thing=self.article, by=by, language=self.language)
        return revision
