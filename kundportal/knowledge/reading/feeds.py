"""What is new, for programs that read it (Atom): only what everybody may read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import override

from kundportal.knowledge.displaying.shown import description_of
from kundportal.knowledge.models import Category, Translation
from kundportal.people.language import portal_language

MOST = 30


class ArticleFeed(Feed):
    """What was published last: of all, in a language, or of a category and below it."""

    feed_type = Atom1Feed

    def __init__(self, *, language: str = "", category: Category | None = None) -> None:
        self.language, self.category = language, category

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with override(portal_language(self.language) if self.language else None):
            return super().__call__(request, *args, **kwargs)

    def title(self) -> str:
        if self.category is None:
            return f"{settings.PORTAL_NAME}: {_('Knowledge portal')}"
        return f"{settings.PORTAL_NAME}: {self.category.name}"

    def link(self) -> str:
        if self.category is None:
            return settings.SITE_URL + reverse("knowledge")
        return settings.SITE_URL + reverse("category", args=[self.category.key])

    def feed_url(self) -> str:
        if self.category is not None:
            address = reverse("category-feed", args=[self.language, self.category.key])
        elif self.language:
            address = reverse("language-feed", args=[self.language])
        else:
            address = reverse("knowledge-feed")
        return settings.SITE_URL + address

    def items(self) -> list[Translation]:
        rows = Translation.objects.readable_by(AnonymousUser()).for_feed()
        if self.language:
            rows = rows.written_in(self.language)
        if self.category is not None:
            rows = rows.below(self.category)
        return list(rows.newest()[:MOST])

    def item_title(self, item: Translation) -> str:
        return item.published.title if item.published else ""

    def item_description(self, item: Translation) -> str:
        return description_of(item.published) if item.published else ""

    def item_link(self, item: Translation) -> str:
        return settings.SITE_URL + item.address

    def item_guid(self, item: Translation) -> str:
        # The same when the title changes, so that a reader's program shows the article once.
        return (
            f"{settings.SITE_URL}{reverse('article-any', args=[item.article_id])}#{item.language}"
        )

    def item_updateddate(self, item: Translation) -> datetime | None:
        return item.published.published_at if item.published else None

    def item_categories(self, item: Translation) -> list[str]:
        return [item.article.category.name]
