"""The front page and the categories show each reader what is there for them, and no more."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kundportal.knowledge.models import Article, Category, OutsideBase, Reading
from kundportal.knowledge.reading import popular
from kundportal.lib.dates import today
from kundportal.search.models import Audience
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

FRONT = "/knowledge/"


def page(address: str, one=None, **headers) -> str:
    answer = (signed_in(one) if one else Client()).get(address, headers=headers)
    assert answer.status_code == 200
    return answer.text


def status(address: str, one=None) -> int:
    return (signed_in(one) if one else Client()).get(address).status_code


@pytest.fixture
def below(category):
    return Category.objects.create(
        key="omdomen", parent=category, names={"sv": "Omdömen", "en": "Assessments"}
    )


@pytest.mark.parametrize(
    ("audience", "counts"),
    [
        (Audience.EVERYONE, [3, 3, 3, 3]),
        (Audience.CUSTOMERS, [2, 3, 3, 3]),
        (Audience.ORGANISATIONS, [2, 2, 3, 3]),
        (Audience.STAFF, [2, 2, 2, 3]),
    ],
)
def test_what_is_counted_is_what_the_reader_may_read(
    publish, category, below, customer, outsider, agent, audience, counts
):
    publish("Öppet för alla")
    publish("Också öppet", category=below)
    publish("Hemligt", audience=audience, organisations=[customer.organisation_id], category=below)
    for one, count in zip((None, outsider, customer, agent), counts, strict=True):
        front = page(FRONT, one)
        assert f"{count} artiklar" in front
        assert ("Hemligt" in front) == (count == 3), "among the new ones too"
        assert ("Hemligt" in page("/knowledge/categories/omdomen/", one)) == (count == 3)


def test_a_category_without_anything_for_the_reader_is_not_there(publish, category, agent):
    publish("Hemligt", audience=Audience.STAFF)
    assert "Betyg" not in page(FRONT)
    assert status("/knowledge/categories/betyg/") == 404
    assert "Betyg" in page(FRONT, agent)
    assert "Bara personal ser det här" in page("/knowledge/categories/betyg/", agent)
    assert status("/knowledge/categories/finns-inte/", agent) == 404


def test_drafts_and_withdrawn_articles_are_not_counted(publish, category, agent):
    shown, gone = publish("Finns"), publish("Fanns")
    Article.objects.filter(pk=gone.article_id).update(withdrawn_at="2026-01-01T00:00Z")
    begun = Article.objects.begin(category=category, language="sv", by=agent)
    begun.in_language("sv").write(by=agent, title="Utkast", text="")
    front = page(FRONT) + page("/knowledge/categories/betyg/")
    assert "1 artikel" in front
    assert shown.published.title in front
    assert "Fanns" not in front
    assert "Utkast" not in front


def test_a_category_shows_the_way_to_it_and_what_stands_below(publish, category, below):
    publish("Skriv omdömen", category=below, language="sv")
    outer, inner = page("/knowledge/categories/betyg/"), page("/knowledge/categories/omdomen/")
    assert "Skriv omdömen" not in outer
    assert 'href="/knowledge/categories/omdomen/"' in outer
    assert 'href="/knowledge/categories/betyg/"' in inner
    assert "Skriv omdömen" in inner


def test_each_article_stands_once_in_the_language_that_the_reader_gets(publish, agent, lead):
    both, swedish = publish("Byt lösenord"), publish("Logga in")
    english = both.article.in_language("en")
    english.write(by=agent, title="Change your password", text="").publish(by=lead)
    found = page("/knowledge/categories/betyg/", **{"accept-language": "en"})
    assert "Grades" in found
    assert "Change your password" in found
    assert "Byt lösenord" not in found
    assert f'lang="sv" hreflang="sv">{swedish.published.title}' in found
    assert "Change your password" not in page("/knowledge/categories/betyg/")


def test_a_long_category_is_read_in_parts_in_its_order(publish, monkeypatch):
    monkeypatch.setattr("kundportal.knowledge.views.reading.AT_ONCE", 2)
    third, first, second = publish("Tredje"), publish("Första"), publish("Andra")
    for place, one in enumerate((first, second, third)):
        Article.objects.filter(pk=one.article_id).update(position=place // 2)
    browser = Client()
    answer = browser.get("/knowledge/categories/betyg/").text
    assert answer.index("Första") < answer.index("Andra")
    assert "Tredje" not in answer
    rest = browser.get(f"/knowledge/categories/betyg/?after={second.article_id}").text
    assert "Tredje" in rest
    assert "Andra" not in rest


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "\x00", ""])
def test_a_place_that_is_none_shows_a_page(publish, after):
    publish("Första")
    assert Client().get("/knowledge/categories/betyg/", {"after": after}).status_code == 200


def test_an_outside_base_is_shown_until_it_is_taken_away(category, product, administrator):
    base = {"url": "https://kb.example/skolvalvet", "label": "Skolvalvets handbok"}
    OutsideBase.objects.link(product, **base, by=administrator)
    assert base["url"] in page(FRONT)
    Category.objects.create(key="valvet", product=product, names={"sv": "Valvet"})
    assert base["url"] in page(FRONT)
    assert base["url"] in page("/knowledge/categories/valvet/")
    OutsideBase.objects.unlink(product, by=administrator)
    assert base["url"] not in page(FRONT)


@pytest.mark.parametrize("address", [FRONT, "/knowledge/categories/betyg/"])
def test_it_costs_the_same_however_much_there_is(publish, below, customer, address):
    def cost() -> int:
        browser = signed_in(customer)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    publish("Första")
    before = cost()
    for number in range(6):
        publish(f"Artikel {number}", category=below)
        publish(f"Artikel {number}")
    assert cost() == before <= 7


def test_what_is_read_most_stands_first_of_what_the_reader_may_read(publish, customer):
    articles = [publish(title, audience=audience) for title, audience in (
        ("Sällan", Audience.EVERYONE), ("Ofta", Audience.EVERYONE), ("Hemligt", Audience.STAFF),
    )]  # fmt: skip
    for times, one in enumerate(articles, start=1):
        row = Reading.objects.row(day=today(), article=one.article_id, language="sv")
        Reading.objects.add([row.pk], times=times)
    popular.forget()
    most = page("/knowledge/most-read/", customer)
    popular.forget()
    assert most.index("Ofta") < most.index("Sällan")
    assert "Hemligt" not in most
    fragment = signed_in(customer).get("/knowledge/most-read/", headers={"hx-request": "true"})
    assert "<html" not in fragment.text
