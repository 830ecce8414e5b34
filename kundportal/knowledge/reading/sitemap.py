"""The addresses that search engines are told: what everybody may read, with its other languages.

In parts of so many articles that none has more than 10,000 addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO
from itertools import groupby
from typing import NamedTuple
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator

from kundportal.knowledge.models import Article, Translation
from kundportal.knowledge.models.translation import address_of

ARTICLES = 10_000 // len(settings.APPLICANT_LANGUAGES)
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LINKS = "http://www.w3.org/1999/xhtml"


class Place(NamedTuple):
    """An article in one language."""

    article: int
    language: str
    title: str
    changed: datetime

    @property
    def url(self) -> str:
        return settings.SITE_URL + address_of(self.language, self.article, self.title)


def starts() -> list[int]:
    """The numbers of the articles with which the parts begin; one part when there are few."""
    return Article.objects.readable_by(AnonymousUser()).every(ARTICLES)


def index(beginnings: Iterable[int]) -> str:
    """Names the parts, when there are several."""
    target = StringIO()
    xml = SimplerXMLGenerator(target, "utf-8")
    xml.startDocument()
    xml.startElement("sitemapindex", AttributesImpl({"xmlns": _SPACE}))
    for number in beginnings:
        xml.startElement("sitemap", AttributesImpl({}))
        xml.addQuickElement("loc", settings.SITE_URL + reverse("sitemap-part", args=[number]))
        xml.endElement("sitemap")
    xml.endElement("sitemapindex")
    xml.endDocument()
    return target.getvalue()


def part(start: int) -> str:
    """The articles from this number on, each with its languages."""
    target = StringIO()
    xml = SimplerXMLGenerator(target, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl({"xmlns": _SPACE, "xmlns:xhtml": _LINKS}))
    for _article, group in groupby(_places(start), key=lambda place: place.article):
        _write(xml, list(group))
    xml.endElement("urlset")
    xml.endDocument()
    return target.getvalue()


def _places(start: int) -> Iterator[Place]:
    articles = Article.objects.readable_by(AnonymousUser()).run(start, ARTICLES)
    return map(Place._make, Translation.objects.published_of(articles))


def _write(xml: SimplerXMLGenerator, places: list[Place]) -> None:
    for place in places:
        xml.startElement("url", AttributesImpl({}))
        xml.addQuickElement("loc", place.url)
        xml.addQuickElement("lastmod", place.changed.isoformat(timespec="seconds"))
        for other in places if len(places) > 1 else ():
            given = {"rel": "alternate", "hreflang": other.language, "href": other.url}
            xml.addQuickElement("xhtml:link", "", given)
        xml.endElement("url")
