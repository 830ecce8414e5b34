"""Who may find an article follows who may read it, whoever else is at work on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kundportal.knowledge.editing import arranging
from kundportal.knowledge.models import Article, Translation
from kundportal.lib.dates import today
from kundportal.search.models import Audience, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def stale(publish, lead):
    """An article as somebody has read it, before it became one for staff alone."""
    before = publish("Nytt avtal", "Priset är hemligt.").article
    article = Article.objects.get(pk=before.pk)
    article.arrange(
        by=lead, category=article.category, audience=Audience.STAFF, organisations=[],
        owner=article.owner, review_by=None,
    )  # fmt: skip
    return before


def audience(article: Article) -> str:
    return Entry.objects.of("article", article.pk).get().audience


def test_a_confirmation_begun_before_does_not_open_what_was_closed_meanwhile(stale, lead):
    stale.confirm(by=lead, review_by=today() + timedelta(days=30))
    assert audience(stale) == Audience.STAFF


def test_a_job_that_has_read_the_article_before_enters_it_as_it_is_now(stale):
    arranging.reenter(stale)
    assert audience(stale) == Audience.STAFF


def test_a_job_does_not_bring_back_what_was_withdrawn_meanwhile(publish, lead):
    article = publish("Byt lösenord").article
    Article.objects.get(pk=article.pk).withdraw(by=lead)
    arranging.reenter(article)
    assert not Entry.objects.of("article", article.pk).exists()


def test_a_job_passes_over_an_article_that_is_gone(agent, category):
    article = Article.objects.begin(category=category, language="sv", by=agent)
    Article.objects.get(pk=article.pk).discard(by=agent)
    arranging.reenter(article)


def test_nobody_changes_who_may_read_an_article_while_a_text_of_it_is_published(publish):
    article = publish("Byt lösenord")
    with CaptureQueriesContext(connection) as asked:
        Translation.objects.locked(article.pk)
    locked = asked.captured_queries[0]["sql"].partition("FOR UPDATE")[2]
    assert '"knowledge_translation"' in locked
    assert '"knowledge_article"' in locked
