"""Feeds and the sitemap hold what everybody may read, and nothing else."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kundportal.knowledge.models import Category
from kundportal.knowledge.reading import sitemap
from kundportal.search.models import Audience
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def titles(address: str, client: Client | None = None) -> list[str]:
    answer = (client or Client()).get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    return [
        one.findtext(f"{ATOM}title") for one in ET.fromstring(answer.content).iter(f"{ATOM}entry")
    ]


def places(address: str = "/sitemap.xml") -> list[str]:
    answer = Client().get(address)
    assert answer.status_code == 200
    return [one.text for one in ET.fromstring(answer.content).iter(f"{MAP}loc")]


@pytest.fixture
def hidden(publish, agent, lead, category, customer):
    """One article for each reason why not everybody may read it."""
    for audience in (Audience.CUSTOMERS, Audience.ORGANISATIONS, Audience.STAFF):
        publish(f"Hemligt {audience}", audience=audience, organisations=[customer.organisation_id])
    publish("Hemligt tillbakadraget").article.withdraw(by=lead)
    publish("Öppet", "Nu.").write(by=agent, title="Hemligt utkast", text="")


def test_feeds_hold_what_everybody_may_read(hidden, publish, category, agent):
    inner = Category.objects.create(key="omdomen", parent=category, names={"sv": "Omdömen"})
    publish("Skriv omdömen", category=inner)
    publish("Reports", language="en", category=inner)
    for client in (Client(), signed_in(agent)):
        assert titles("/knowledge/feeds/", client) == ["Reports", "Skriv omdömen", "Öppet"]
        assert titles("/knowledge/feeds/sv/", client) == ["Skriv omdömen", "Öppet"]
        assert titles("/knowledge/feeds/en/", client) == ["Reports"]
        assert titles("/knowledge/feeds/sv/betyg/", client) == ["Skriv omdömen", "Öppet"]
        assert titles("/knowledge/feeds/en/omdomen/", client) == ["Reports"]


def test_feeds_say_where_to_read_and_keep_an_article_one(publish, agent, lead):
    article = publish("Byt lösenord", "Så **här**.")

    def entry() -> ET.Element:
        return ET.fromstring(Client().get("/knowledge/feeds/sv/").content).find(f"{ATOM}entry")

    before = entry()
    assert before.find(f"{ATOM}link").get("href") == settings.SITE_URL + article.address
    assert before.findtext(f"{ATOM}summary") == "Så här."
    article.write(by=agent, title="Välj ett nytt lösenord", text="").publish(by=lead)
    assert entry().findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")


def test_a_feed_of_what_is_not_for_everyone_is_not_there(publish, category):
    publish("Hemligt", audience=Audience.STAFF)
    for address in ("sv/betyg/", "sv/finns-inte/", "xx/"):
        assert Client().get(f"/knowledge/feeds/{address}").status_code == 404


def test_the_sitemap_holds_what_everybody_may_read_with_its_languages(hidden, publish, agent, lead):
    article = publish("Byt lösenord")
    english = article.article.in_language("en")
    english.write(by=agent, title="Change your password", text="").publish(by=lead)
    english.refresh_from_db()
    both = [settings.SITE_URL + english.address, settings.SITE_URL + article.address]
    found = places()
    assert len(found) == 3
    assert found[1:] == both
    root = ET.fromstring(Client().get("/sitemap.xml").content)
    alternates = [[one.get("href") for one in url.iter(LINK)] for url in root.iter(f"{MAP}url")]
    assert alternates == [[], both, both]


def test_a_long_sitemap_comes_in_parts(publish, monkeypatch):
    monkeypatch.setattr(sitemap, "ARTICLES", 2)
    wanted = [settings.SITE_URL + publish(f"Artikel {number}").address for number in range(5)]
    parts = places()
    assert len(parts) == 3
    found = [place for part in parts for place in places(part.removeprefix(settings.SITE_URL))]
    assert found == wanted


def test_a_sitemap_costs_the_same_for_one_and_for_many(publish):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            Client().get("/sitemap.xml")
            Client().get("/knowledge/feeds/")
        return len(queries)

    publish("Första")
    first = cost()
    for number in range(5):
        publish(f"Artikel {number}")
    assert cost() == first


def test_robots_are_told_where_the_sitemap_is():
    text = Client().get("/robots.txt").text
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Allow: /knowledge/" in text


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemaps/99.xml", "/knowledge/feeds/"])
def test_an_empty_portal_has_them_too(db, address):
    assert Client().get(address).status_code == 200
    assert Client().post(address).status_code == 405
