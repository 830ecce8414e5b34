"""Articles lead to other articles, and only to those that the reader may read."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from kundportal.knowledge.displaying.showing import show
from kundportal.search.models import Audience

pytestmark = pytest.mark.django_db


def test_a_link_leads_to_the_article_under_its_present_title(publish):
    other = publish("Sätt betyg")
    article = publish("Termin", f"Se [betyg](article:{other.article_id}).")
    shown = show(article.published, language="sv", reader=AnonymousUser())
    assert f'<a href="{other.address}">betyg</a>' in shown.html


def test_a_link_leads_to_the_language_of_the_text_before_others(publish, agent):
    other = publish("Sätt betyg")
    english = other.article.in_language("en")
    english.write(by=None, title="Set grades", text="").publish(by=None)
    article = publish("Term", f"See [grades](article:{other.article_id}).", language="en")
    shown = show(article.published, language="en", reader=AnonymousUser())
    assert f"/knowledge/en/{other.article_id}-set-grades/" in shown.html


def test_what_the_reader_may_not_read_is_words_for_them(publish, agent):
    other = publish("Sätt betyg", audience=Audience.STAFF)
    article = publish("Termin", f"Se [betyg](article:{other.article_id}).")
    for_strangers = show(article.published, language="sv", reader=AnonymousUser())
    for_staff = show(article.published, language="sv", reader=agent)
    assert for_strangers.html == "<p>Se betyg.</p>\n"
    assert other.address in for_staff.html


def test_an_article_without_links_asks_the_database_nothing(publish, django_assert_num_queries):
    revision = publish("Termin", "Inget.").published
    with django_assert_num_queries(0):
        show(revision, language="sv", reader=AnonymousUser())
