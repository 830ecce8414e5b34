"""An article's page: what stands around the text, for readers, staff and search engines."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kundportal.knowledge.models import Article, Category
from kundportal.search.models import Audience
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

LONG = "## Börja\n\nFörst.\n\n## Gå vidare\n\nSedan.\n\n## Avsluta\n\nSist."


class Head(HTMLParser):
    """What a page tells those who do not look at it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: list[tuple[str, str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "meta" and (name := given.get("name") or given.get("property")):
            self.meta[name] = given.get("content")
        if tag == "link" and given.get("rel") in {"alternate", "canonical"}:
            self.links.append((given["rel"], given.get("hreflang", ""), given["href"]))


def translate(article, language: str, title: str, *, agent, lead):
    other = article.article.in_language(language)
    other.write(by=agent, title=title, text="").publish(by=lead)
    other.refresh_from_db()
    return other


def test_it_says_where_one_is_and_what_stands_beside_it(publish, category):
    inner = Category.objects.create(key="omdomen", parent=category, names={"sv": "Omdömen"})
    article = publish("Skriv omdömen", category=inner)
    other = publish("Läs omdömen", category=inner)
    page = Client().get(article.address).text
    assert page.index("/knowledge/categories/betyg/") < page.index("/knowledge/categories/omdomen/")
    assert other.address in page
    assert page.count(f'href="{article.address}"') == 0


def test_what_shares_its_words_stands_first_beside_it(publish):
    article = publish("Byt lösenord")
    for title in ("Skriv omdömen", "Importera elever", "Glömt lösenordet"):
        publish(title)
    page = Client().get(article.address).text
    assert page.index("Glömt lösenordet") < page.index("Skriv omdömen")


def test_what_the_reader_may_not_read_is_not_beside_it(publish, customer, agent):
    article = publish("Byt lösenord")
    publish("Byt lösenord åt andra", audience=Audience.STAFF)
    assert "åt andra" not in Client().get(article.address).text
    assert "åt andra" not in signed_in(customer).get(article.address).text
    assert "åt andra" in signed_in(agent).get(article.address).text


def test_a_long_text_has_its_contents_above(publish):
    short, long = publish("Kort", "## Börja\n\nFörst."), publish("Lång", LONG)
    browser = Client()
    assert "På den här sidan" not in browser.get(short.address).text
    page = browser.get(long.address).text
    assert "På den här sidan" in page
    for title in ("Börja", "Gå vidare", "Avsluta"):
        [anchor] = [part.split('"')[0] for part in page.split('href="#')[1:] if f">{title}<" in
                    part[:80]]  # fmt: skip
        assert f'id="{anchor}"' in page


def test_each_section_has_a_link_to_copy(publish):
    article = publish("Lång", LONG)
    page = Client().get(article.address).text
    url = settings.SITE_URL + article.address
    anchors = re.findall(r'data-copy="([^"#]*)#([^"]+)"', page)
    assert [place for place, _anchor in anchors] == [url] * 3
    for _place, anchor in anchors:
        assert f'<h2 id="{anchor}">' in page
    assert "Länk till avsnittet ”Gå vidare”" in page


def test_search_engines_are_told_what_it_is_and_its_languages(publish, agent, lead):
    article = publish("Byt lösenord", "Gå till **inställningar** och välj ett nytt.")
    english = translate(article, "en", "Change your password", agent=agent, lead=lead)
    answer = Client().get(article.address)
    head = Head(answer.text)
    assert head.meta["description"] == "Gå till inställningar och välj ett nytt."
    assert head.meta["og:title"] == "Byt lösenord"
    site, number = settings.SITE_URL, article.article_id
    assert set(head.links) == {
        ("canonical", "", site + article.address),
        ("alternate", "sv", site + article.address),
        ("alternate", "en", site + english.address),
        ("alternate", "x-default", f"{site}/knowledge/{number}/"),
    }
    assert "X-Robots-Tag" not in answer.headers
    assert "<title>Byt lösenord – " in answer.text


def test_what_is_not_for_everyone_is_kept_from_search_engines(publish, customer):
    article = publish("Byt lösenord", audience=Audience.CUSTOMERS)
    assert signed_in(customer).get(article.address).headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("audience", "mark"),
    [
        (Audience.EVERYONE, ""),
        (Audience.CUSTOMERS, "Bara inloggade kunder ser det här"),
        (Audience.ORGANISATIONS, "Bara utvalda organisationer ser det här"),
        (Audience.STAFF, "Bara personal ser det här"),
    ],
)
def test_staff_see_who_may_read_it(publish, agent, customer, audience, mark):
    given = {"audience": audience, "organisations": [customer.organisation_id]}
    article = publish("Byt lösenord", **given)
    page = signed_in(agent).get(article.address).text
    assert mark in page
    assert ("ser det här" in page) == bool(mark)
    if audience != Audience.STAFF:
        assert "ser det här" not in signed_in(customer).get(article.address).text


def test_staff_without_their_second_factor_read_as_strangers_do(publish, agent):
    article = publish("Byt lösenord", audience=Audience.STAFF)
    half = Client()
    half.force_login(agent)
    assert half.get(article.address).status_code == 404
    assert half.get(f"/knowledge/{article.article_id}/").status_code == 404
    assert half.get("/knowledge/categories/betyg/").status_code == 404


def test_it_says_that_it_is_past_its_review(publish):
    article = publish("Byt lösenord")
    Article.objects.filter(pk=article.article_id).update(review_by=date(2026, 1, 15))
    assert "skulle ha setts över senast torsdag 15 januari" in Client().get(article.address).text


def test_an_article_that_is_withdrawn_is_gone(publish, lead, agent):
    article = publish("Byt lösenord")
    article.article.withdraw(by=lead)
    for browser in (Client(), signed_in(agent)):
        assert browser.get(article.address).status_code == 404
        assert browser.get(f"/knowledge/{article.article_id}/").status_code == 404


def test_what_a_stranger_has_already_is_not_sent_again(publish, agent, lead):
    article, browser = publish("Byt lösenord"), Client()
    browser.get(article.address)
    etag = browser.get(article.address).headers["ETag"]
    kept = {"if-none-match": etag}
    again = browser.get(article.address, headers=kept)
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(article.address, headers=kept).status_code == 200, "another's forms"
    article.write(by=agent, title="Byt lösenord", text="Nytt.").publish(by=lead)
    assert browser.get(article.address, headers=kept).status_code == 200


def test_what_somebody_has_signed_in_for_is_kept_by_no_browser(publish, customer):
    answer = signed_in(customer).get(publish("Byt lösenord").address)
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("who", "most"), [("stranger", 3), ("customer", 6), ("agent", 5)])
def test_it_costs_few_questions_however_much_stands_around_it(
    publish, customer, agent, lead, who, most
):
    article = publish("Byt lösenord", LONG)
    address = article.address
    people = {"customer": customer, "agent": agent}

    def cost() -> int:
        browser = signed_in(people[who]) if who in people else Client()
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    first = cost()
    translate(article, "en", "Change your password", agent=agent, lead=lead)
    for number in range(6):
        publish(f"Byt lösenord {number}")
    assert cost() == first <= most


@pytest.mark.parametrize("number", ["0", "9" * 30, "999999999"])
def test_a_number_that_is_none_is_404(publish, number):
    publish("Byt lösenord")
    for address in (f"/knowledge/sv/{number}-x/", f"/knowledge/{number}/", "/knowledge/sv/x/"):
        assert Client().get(address).status_code == 404
    assert Client().post("/knowledge/").status_code == 405
