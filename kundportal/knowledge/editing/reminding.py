"""Reminding of articles that are to be looked at again: two weeks before the date, and on it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from kundportal.knowledge.editing import telling
from kundportal.knowledge.models import Article
from kundportal.lib.dates import today
from kundportal.lib.paging import walk

LATEST = timedelta(days=30)  # after the date, an article is told of no more


def remind() -> None:
    """Tells each owner once of each of the two; that somebody has been told stands in the key."""
    due = Article.objects.to_review().read().filter(review_by__gte=today() - LATEST)
    for article in walk(due.select_related("owner")):
        with transaction.atomic():
            original = article.original()
            newest = original and (original.published or original.newest())
            if newest and article.review_by:
                telling.to_review(article, newest.title, is_due=article.review_by <= today())
