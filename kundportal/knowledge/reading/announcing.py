"""Those who follow an article are told when it is new or has changed in substance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kundportal.lib.queue import defer

if TYPE_CHECKING:
    from kundportal.knowledge.models.article import Article
    from kundportal.knowledge.models.category import Category
    from kundportal.knowledge.models.revision import Revision
    from kundportal.people.models import Person


def announce(revision: Revision, *, by: Person | None) -> None:
    """Has those told who follow the article; called where a text is published."""
    if is_told(revision) and _has_followers(revision.translation.article):
        task = "kundportal.knowledge.jobs.tell_followers"
        defer(task, revision_id=revision.pk, by_id=by.pk if by else None)


def is_told(revision: Revision) -> bool:
    """Whether the text says something new. Spaces and line breaks alone are nothing new."""
    if revision.is_minor:
        return False
    earlier = revision.translation.revisions.filter(published_at__isnull=False)
    before = earlier.exclude(pk=revision.pk).order_by("-published_at").first()
    return before is None or _words(before) != _words(revision)


def above(category: Category | None) -> Iterator[Category]:
    """The category and those that it stands in, the innermost first."""
    while category is not None:
        yield category
        category = category.parent


def _words(revision: Revision) -> list[str]:
    return f"{revision.title} {revision.lead} {revision.text}".split()


def _has_followers(article: Article) -> bool:
    if article.subscriptions.exists():
        return True
    return any(category.subscriptions.exists() for category in above(article.category))
