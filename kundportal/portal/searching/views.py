"""The page of what is found, and what is shown while one types."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language

from kundportal.lib.pages import is_fragment_wanted, page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.portal.searching.asked import TICKETS, Asked, tidy
from kundportal.portal.searching.results import Results, look
from kundportal.search import finding
from kundportal.search.noting import asking_log
from kundportal.search.pacing import may_search

SHORTEST, LONGEST_ID = 2, 20


@gates.anyone()
def search(request: Request) -> HttpResponse:
    """What is found in all that the reader may see."""
    asked, reader = Asked.sent(request.GET), gates.reader(request)
    if asked.words and not may_search(request):
        return _too_often(request)
    results: Results | None = None
    if asked.words:
        after = request.GET.get("after", "")
        results = look(asked, reader=reader, language=_language(), after=after)
        _note(request, asked, results)
    context = {"asked": asked, "reader": reader, "results": results, "language": _language()}
    return page(request, "portal/search/index.html", context)


@gates.anyone()
def hits(request: Request) -> HttpResponse:
    """While one types: the first of what is found, for the list under the box."""
    words = tidy(request.GET.get("q", ""))
    if len(words) >= SHORTEST and not may_search(request):
        return _too_often(request)
    found = []
    if len(words) >= SHORTEST:
        found = finding.suggest(words, reader=gates.reader(request), language=_language())
    context = {"words": words, "hits": found, "box": _box(request), "language": _language()}
    return page(request, "portal/search/hits.html", context)


def _note(request: Request, asked: Asked, results: Results) -> None:
    """For those who write: what is asked for, and whether there is anything about it."""
    if results.is_first and asked.part != TICKETS:
        found = results.found
        product = asked.product if asked.product in results.counts.products else None
        asking_log.note(
            request, typed=asked.words, found=found.total, is_sure=found.is_sure, product=product
        )


def _box(request: Request) -> str:
    """The id of the box, which those of its list begin with."""
    sent = request.GET.get("box", "")
    return sent if sent.isascii() and sent.isalpha() and len(sent) <= LONGEST_ID else "find"


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def _too_often(request: Request) -> HttpResponse:
    if is_fragment_wanted(request):
        answer = HttpResponse(status=429)
    else:
        answer = page(request, "portal/search/too_often.html", status=429)
    answer.headers["Retry-After"] = "60"
    return answer
