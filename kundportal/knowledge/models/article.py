"""An article, apart from its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID, uuid4

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from kundportal.history.models import record
from kundportal.knowledge.models.category import Category
from kundportal.people.models import Person
from kundportal.search.models import Audience, Audienced, AudienceQuerySet

if TYPE_CHECKING:
    from kundportal.knowledge.models.translation import Translation


class ArticleQuerySet(AudienceQuerySet):
    def published(self) -> ArticleQuerySet:
        """Those that can be read in some language."""
        return self.filter(withdrawn_at=None, translations__published__isnull=False).distinct()

    def readable_by(self, person: Any) -> ArticleQuerySet:
        """Those that the person, or a stranger, can read in some language."""
        texts = apps.get_model("knowledge", "Translation").objects.filter(
            article=models.OuterRef("pk"), published__isnull=False
        )
        return self.visible_to(person).filter(models.Exists(texts), withdrawn_at=None)

    def every(self, size: int) -> list[int]:
        """The numbers with which parts of so many begin."""
        nth = Window(RowNumber(), order_by="pk")
        rows = self.annotate(nth=nth).annotate(rest=F("nth") % size).filter(rest=1 % size)
        return list(rows.order_by("pk").values_list("pk", flat=True))

    def run(self, start: int, size: int) -> ArticleQuerySet:
        """So many from this number on."""
        return self.filter(pk__gte=start).order_by("pk")[:size]

    def counts(self) -> dict[int, int]:
        """How many stand in each category, by its key."""
        rows = self.order_by().values_list("category").annotate(models.Count("pk"))
        return dict(rows)

    @transaction.atomic
    def begin(
        self,
        *,
        category: Category,
        language: str,
        by: Person | None,
        once: UUID | None = None,
        audience: str = Audience.EVERYONE,
        organisations: list[int] | None = None,
        origin: str | None = None,
    ) -> Article:
        """Makes an article without a text, looked after by who begins it.

        The same `once` again gives the first one. `origin` says where an imported one comes from.
        """
        if by is not None and not by.is_staff:
            raise PermissionDenied
        once = once or uuid4()
        begun: Article | None = self.filter(once=once).first()
        if begun is not None:
            return begun
        article: Article = self.create(
            category=category, language=language, owner=by, once=once, audience=audience,
            organisations=organisations or [], origin=origin,
        )  # fmt: skip
        record("article.begun", thing=article, by=by)
        return article


class Article(Audienced):
    """Something to read, in one or several languages. `language` is the original's."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="articles")
    language = models.CharField(max_length=5, choices=settings.APPLICANT_LANGUAGES, default="sv")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveIntegerField(default=0)
    review_by = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=300, null=True, unique=True)  # noqa: DJ001 unique or none
    once = models.UUIDField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["review_by"], condition=Q(review_by__isnull=False), name="article_review"
            ),
        ]

    def __str__(self) -> str:
        return f"article {self.pk}"

    def in_language(self, language: str) -> Translation:
        """The translation into the language, made when there is none."""
        translation, _made = self.translations.get_or_create(language=language)
        return translation
