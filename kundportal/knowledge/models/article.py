"""An article, apart from its texts."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import File
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.functional import cached_property

from kundportal.history.models import record
from kundportal.knowledge.editing import arranging
from kundportal.knowledge.models.articles import ArticleSets
from kundportal.knowledge.models.category import Category
from kundportal.knowledge.roles import demand_staff
from kundportal.lib.dates import today
from kundportal.lib.paging import number
from kundportal.people.models import Person
from kundportal.search.models import Audience, Audienced

if TYPE_CHECKING:
    from kundportal.knowledge.models.article_file import ArticleFile
    from kundportal.knowledge.models.revision import Revision
    from kundportal.knowledge.models.translation import Translation


class FileInUse(Exception):
    """A text that is read, or is about to be, shows the file."""


class ArticleQuerySet(ArticleSets):
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
        demand_staff(by)
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

    @transaction.atomic
    def start(
        self, *, title: str, category: Category, language: str, by: Person, once: UUID
    ) -> Article:
        """Begins an article with a title, as a draft."""
        article = self.begin(category=category, language=language, by=by, once=once)
        if article.original() is None:
            article.in_language(language).write(by=by, title=title, text="")
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
    reviewed_at = models.DateTimeField(null=True)  # found right, by being published or confirmed
    withdrawn_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=300, null=True, unique=True)  # noqa: DJ001 unique or none
    once = models.UUIDField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now, db_default=Now())

    objects = ArticleQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["review_by"], condition=Q(review_by__isnull=False), name="article_review"
            ),
            models.Index(fields=["-changed_at", "-id"], name="article_changed"),
        ]

    def __str__(self) -> str:
        return f"article {self.pk}"

    def in_language(self, language: str) -> Translation:
        """The translation into the language, made when there is none."""
        translation, _made = self.translations.get_or_create(language=language)
        return translation

    def original(self) -> Translation | None:
        """The translation that the others are made from, if it is begun."""
        rows = self.translations.select_related("published")
        found: Translation | None = rows.filter(language=self.language).first()
        return found

    @property
    def is_past_review(self) -> bool:
        """Whether it ought to have been reviewed by now: it is read, but not suggested."""
        return self.review_by is not None and self.review_by < today()

    @property
    def is_ownerless(self) -> bool:
        """Whether nobody hears when it is to be reviewed."""
        return self.owner is None or not self.owner.is_active

    @property
    def is_published(self) -> bool:
        """Whether a text of it is read, or would be if it were not withdrawn."""
        return bool(self.translations.exclude(published=None).exists())

    @property
    def may_be_discarded(self) -> bool:
        """Whether nothing of it has ever been published."""
        return bool(Article.objects.never_published().filter(pk=self.pk).exists())

    def version(self, pk: int | None) -> Revision | None:
        """The text of it with the key, in any language."""
        found: Revision | None = None
        if pk:
            texts = self.translations.filter(revisions=pk).first()
            found = texts.revisions.get(pk=pk) if texts else None
        return found

    def remove_files(self, keys: list[str], *, by: Person) -> None:
        """Takes those of the files away that no text shows."""
        found = [number(key) for key in keys]
        for file in self.files.filter(pk__in=[key for key in found if key]):
            with suppress(FileInUse):
                file.remove(by=by)

    def touch(self) -> None:
        """It stands first in the list of what has changed."""
        self.changed_at = timezone.now()
        self.save(update_fields=["changed_at"])

    def attach(self, upload: File, *, by: Person | None, replaces: bool = False) -> ArticleFile:
        """Keeps a file, whose `name` is what texts call it: `file:NAME`.

        The same file again gives the first one. Another of the same name gets a name of its own,
        or takes the place of the first when it `replaces` it. Raises ValidationError, in the
        reader's language, for what we do not take.
        """
        file: ArticleFile = self.files.attach(self, upload, by=by, replaces=replaces)
        self.__dict__.pop("_addresses", None)
        return file

    def address_of(self, name: str) -> str:
        """Where the file with the name is had, "" when there is none. Asks the database once."""
        return self._addresses.get(name, "")

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {one.name: one.address for one in self.files.all()}

    @transaction.atomic
    def arrange(
        self,
        *,
        by: Person | None,
        category: Category,
        audience: str,
        organisations: list[int],
        owner: Person | None,
        review_by: date | None,
    ) -> None:
        """Says where it stands, who may read it, who looks after it and until when it holds."""
        wanted: dict[str, Any] = {
            "category": category, "owner": owner, "review_by": review_by, "audience": audience,
            "organisations": sorted(organisations) if audience == Audience.ORGANISATIONS else [],
        }  # fmt: skip
        arranging.arrange(self, wanted, by=by)

    @transaction.atomic
    def confirm(self, *, by: Person, review_by: date | None) -> None:
        """Says that it is still right, and when it is to be looked at again."""
        arranging.confirm(self, by=by, review_by=review_by)

    @transaction.atomic
    def withdraw(self, *, by: Person | None) -> None:
        """Has nobody but the desk read it any more."""
        arranging.withdraw(self, by=by)

    @transaction.atomic
    def bring_back(self, *, by: Person | None) -> None:
        """Has it read again, as it was."""
        arranging.bring_back(self, by=by)

    @transaction.atomic
    def discard(self, *, by: Person) -> None:
        """Deletes it with its texts and files, if nothing of it has ever been published."""
        arranging.discard(self, by=by)
