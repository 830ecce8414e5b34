"""An article in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify

from kundportal.history.models import record
from kundportal.knowledge.models.article import Article
from kundportal.people.models import Person

if TYPE_CHECKING:
    from kundportal.knowledge.models.revision import Revision

ABOUT = "about-portal"  # the category that the help page shows


class TranslationQuerySet(models.QuerySet["Translation"]):
    def readable_by(self, person: Any) -> TranslationQuerySet:
        """What is published, of the articles that the person may read."""
        articles = Article.objects.visible_to(person).filter(withdrawn_at=None)
        return self.filter(published__isnull=False, article__in=articles)

    def about_the_portal(self) -> TranslationQuerySet:
        """What stands in the category about the portal itself and right below it, in order."""
        place = Q(article__category__key=ABOUT) | Q(article__category__parent__key=ABOUT)
        return self.filter(place).order_by(
            "article__category__position", "article__category", "article__position", "article"
        )

    def for_reading(self) -> TranslationQuerySet:
        """With all that a page shows of it."""
        return self.select_related("published", "article__category__product", "article__owner")


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
        return reverse("article", args=[self.language, self.article_id, slugify(title) or "-"])

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
