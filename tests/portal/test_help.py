"""The help page shows the articles about the portal itself, in the language of whoever reads."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from kundportal.knowledge import shipped
from kundportal.knowledge.models import Article, Category, Translation
from kundportal.portal.questions import questions
from kundportal.search.models import Audience
from tests.cast import signed_in

STRANGER = AnonymousUser()


@pytest.fixture
def articles(shipped_articles, db):
    pass


def read(language: str = "sv", client: Client | None = None) -> str:
    return (client or Client()).get("/help/", headers={"accept_language": language}).text


def test_everyone_may_read_it_in_their_language(articles):
    page = read()
    assert "Vem kan få åtkomst?" in page
    assert f"inom {settings.DECISION_WITHIN} arbetsdagar" in page
    assert "Who can get access?" in read("en")


def test_what_is_not_in_the_readers_language_is_shown_in_the_other(articles):
    ours = Translation.objects.filter(article__origin="kundportal:access-who")
    ours.filter(language="en").update(published=None)
    shown = r'<article [^>]*lang="sv">\s*<h3 id="access-who"[^>]*>Vem kan få åtkomst'
    assert re.search(shown, read("en"))


def test_every_old_anchor_still_leads_to_its_answer(articles):
    sections = questions(STRANGER, "sv")
    anchors = {one.anchor for one in sections} | {q.anchor for s in sections for q in s.questions}
    assert {"access", "sign-in", "create", "follow"} < anchors
    assert {"access-private-address", "sign-in-no-mail", "create-before", "follow-wishes"} < anchors


@pytest.mark.parametrize("language", shipped.LANGUAGES)
def test_every_line_of_the_contents_leads_to_its_answer(articles, language):
    page = read(language)
    links = re.findall(r'href="#([a-z-]+)"', page.split("<main", 1)[1])
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(links) > 50
    assert set(links) - set(ids) == set()
    assert len(ids) == len(set(ids))


def test_an_answer_leads_to_another_on_the_same_page(articles):
    assert '<a href="#before-fault">' in read()


def test_what_staff_write_about_the_portal_stands_there_too(articles, administrator, customer):
    category = Category.objects.get(key="about-create")
    article = Article.objects.begin(
        category=category, language="sv", by=administrator, audience=Audience.CUSTOMERS
    )
    article.in_language("sv").write(by=administrator, title="Jourtelefon", text="Ring.").publish(
        by=administrator
    )
    assert f'<h3 id="article-{article.pk}" tabindex="-1">Jourtelefon' in read(
        client=signed_in(customer)
    )
    assert "Jourtelefon" not in read()


def test_what_is_withdrawn_is_gone(articles):
    Article.objects.filter(origin="kundportal:follow-rating").update(withdrawn_at=timezone.now())
    assert "follow-rating" not in read()


def test_without_articles_the_page_still_helps(articles):
    Article.objects.update(withdrawn_at=timezone.now())
    assert "Frågor och svar" in read()


def test_a_customer_who_finds_no_answer_may_ask_us(customer):
    assert "Skapa ett ärende och fråga oss." in signed_in(customer).get("/help/").text


def test_the_page_asks_no_more_however_many_answers_there_are(
    articles, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        read()
