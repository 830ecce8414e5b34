"""The form for a ticket leads to what is good to think of first, for each kind of matter."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from kundportal.knowledge.models import Article, Category
from tests.cast import signed_in

BEFORE = "/knowledge/before/"
HTMX = {"hx-request": "true"}


@pytest.fixture
def articles(shipped_articles, db):
    pass


def titles(page: str) -> list[str]:
    return re.findall(r'<li><a href="/knowledge/[^"]*"[^>]*>([^<]+)', page)


def test_without_a_matter_all_of_them_stand_there(articles, client):
    found = titles(client.get(BEFORE).text)
    assert found[0] == "Vad ska jag tänka på innan jag skickar ett ärende?"
    assert len(found) == 7


def test_the_one_for_the_matter_stands_beside_the_one_for_all(articles, client):
    found = titles(client.get(BEFORE, {"matter": "Fel i produkten"}, headers=HTMX).text)
    assert found == [
        "Vad ska jag tänka på innan jag skickar ett ärende?",
        "Innan du anmäler ett fel",
    ]
    english = {"accept_language": "en", **HTMX}
    found = titles(client.get(BEFORE, {"matter": "A fault in the product"}, headers=english).text)
    assert found[1:] == ["Before you report a fault"]


def test_a_matter_of_a_form_of_our_own_may_have_one_too(articles, client, administrator):
    category = Category.objects.get(key="before")
    written = Article.objects.begin(category=category, language="sv", by=administrator)
    text = written.in_language("sv").write(
        by=administrator, title="Läsårsbyte", text="Tänk på det.", phrasings="Nytt läsår"
    )
    text.publish(by=administrator)
    asked = {"matter": ["Nytt läsår", "Okänt"]}
    assert titles(client.get(BEFORE, asked, headers=HTMX).text)[1:] == ["Läsårsbyte"]


def test_a_matter_that_nothing_is_written_for_has_the_one_for_all(articles, client):
    assert len(titles(client.get(BEFORE, {"matter": "Okänt\0"}, headers=HTMX).text)) == 1


def test_where_nothing_is_written_there_is_nothing(articles, client):
    Article.objects.update(withdrawn_at=timezone.now())
    assert client.get(BEFORE).status_code == 404


def test_the_form_leads_there_with_the_names_of_its_matters(customer):
    page = signed_in(customer).get("/tickets/new/sverige/").text
    assert f'data-hx-get="{BEFORE}?matter=Fel%20i%20produkten&amp;matter=' in page
    assert f'<a href="{BEFORE}"' in page


def test_it_is_read_and_not_written_to(articles):
    assert Client().post(BEFORE).status_code == 405
