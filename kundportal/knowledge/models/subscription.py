"""Who is told of which articles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.knowledge.models.article import Article
from kundportal.knowledge.models.category import Category
from kundportal.people.models import Person


class Wants(models.TextChoices):
    """What the person has chosen; who has no row is told nothing."""

    FOLLOW = "follow", _("Follow")
    MUTE = "mute", _("Mute")  # one article of a category that the person follows


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def of(self, person: Person) -> SubscriptionQuerySet:
        return self.filter(person=person)

    def follows(self) -> SubscriptionQuerySet:
        return self.filter(wants=Wants.FOLLOW)

    def for_list(self) -> SubscriptionQuerySet:
        """What somebody has chosen, the newest first, with what it is about."""
        return self.select_related("category", "article").order_by("-pk")

    def of_article(self, article: Article) -> SubscriptionQuerySet:
        return self.filter(article=article)

    def chosen(self, person: Person, thing: Article | Category) -> str:
        """What the person has chosen for the article or the category; empty when nothing."""
        found = self.of(person).filter(**{_kind(thing): thing})
        return found.values_list("wants", flat=True).first() or ""

    def telling(self, article: Article, categories: Iterable[int]) -> SubscriptionQuerySet:
        """Those through which somebody is told of the article, in one of these categories."""
        muted = self.model.objects.filter(
            article=article, wants=Wants.MUTE, person=models.OuterRef("person")
        )
        about = Q(article=article) | Q(category__in=list(categories))
        rows = self.follows().filter(about).exclude(models.Exists(muted))
        return rows.select_related("person__organisation")

    @transaction.atomic
    def choose(self, wants: str, *, person: Person, thing: Article | Category) -> None:
        """Follows it, mutes the article, or neither when empty. Chosen twice is chosen once."""
        if isinstance(thing, Article):
            if not Article.objects.readable_by(person).filter(pk=thing.pk).exists():
                raise PermissionDenied
        elif wants == Wants.MUTE:
            raise PermissionDenied
        if self.chosen(person, thing) == wants:
            return
        key: dict[str, Any] = {"person": person, _kind(thing): thing}
        if wants:
            given = {"wants": Wants(wants), "organisation_id": person.organisation_id}
            self.update_or_create(**key, defaults=given)
        else:
            self.filter(**key).delete()
        record(
            "person.subscription_chosen", thing=person, by=person, wants=wants,
            **{_kind(thing): thing.pk},
        )  # fmt: skip

    def move(self, *, source: int, into: int) -> None:
        """Gives those of the one organisation to the other, when the two become one."""
        self.filter(organisation_id=source).update(organisation_id=into)


class Subscription(models.Model):
    """That a person is told of an article, or of all in a category and below it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation_id = models.BigIntegerField(null=True)
    article = models.ForeignKey(
        Article, null=True, on_delete=models.CASCADE, related_name="subscriptions"
    )
    category = models.ForeignKey(
        Category, null=True, on_delete=models.CASCADE, related_name="subscriptions"
    )
    wants = models.CharField(max_length=6, choices=Wants.choices)
    chosen_at = models.DateTimeField(auto_now=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(article=None, category__isnull=False, wants="follow")
                | Q(article__isnull=False, category=None),
                name="subscription_to_one_thing",
            ),
            models.UniqueConstraint(fields=["person", "article"], name="subscription_to_article"),
            models.UniqueConstraint(fields=["person", "category"], name="subscription_to_category"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} wants to {self.wants} {self.article_id or self.category_id}"


def _kind(thing: Article | Category) -> str:
    return "article" if isinstance(thing, Article) else "category"
