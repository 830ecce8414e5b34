"""What programs ask for: feeds, and the addresses for search engines."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from kundportal.knowledge.models import Category
from kundportal.knowledge.reading import sitemap
from kundportal.knowledge.reading.feeds import ArticleFeed
from kundportal.people import gates
from kundportal.people.language import OF_APPLICANTS

XML = "application/xml; charset=utf-8"


@gates.anyone()
def feed(request: HttpRequest) -> HttpResponse:
    """What is new, in all languages."""
    return _feed(request)


@gates.anyone()
def language_feed(request: HttpRequest, language: str) -> HttpResponse:
    return _feed(request, language)


@gates.anyone()
def category_feed(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """What is new in a category and below it."""
    found = get_object_or_404(Category.objects.read_by_all(), key=key)
    return _feed(request, language, found)


@gates.anyone()
def addresses(request: HttpRequest) -> HttpResponse:
    """The sitemap: all of it, or the addresses of its parts."""
    starts = sitemap.starts()
    whole = sitemap.index(starts) if len(starts) > 1 else sitemap.part(0)
    return HttpResponse(whole, content_type=XML)


@gates.anyone()
def addresses_part(request: HttpRequest, start: int) -> HttpResponse:
    return HttpResponse(sitemap.part(start), content_type=XML)


def _feed(
    request: HttpRequest, language: str = "", category: Category | None = None
) -> HttpResponse:
    if language and language not in OF_APPLICANTS:
        raise Http404
    answer: HttpResponse = ArticleFeed(language=language, category=category)(request)
    return answer
