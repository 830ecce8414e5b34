"""What may answer a question before it is sent."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language

from kundportal.lib.pages import is_fragment_wanted, page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.search import finding
from kundportal.search.pacing import may_search

SHORTEST, LONGEST, MOST = 4, 300, 3
LONGEST_ADDRESS = 200  # of what tickets count as a solution


@gates.customer()
def suggestions(request: Request) -> HttpResponse:
    """Beside the form for a new ticket: the passages that answer what is typed, or nothing."""
    typed = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST]
    if not is_fragment_wanted(request):
        return redirect(f"{reverse('search')}?{urlencode({'q': typed})}")
    found = []
    if len(typed) >= SHORTEST and may_search(request):
        language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        answer = finding.passages(typed, reader=request.user, language=language, most=MOST)
        found = answer.passages if answer.is_sure else []
    rows = [(one, short(one.entry.address)) for one in found]
    return page(request, "knowledge/suggestions.html", {"rows": rows})


def short(address: str) -> str:
    """The address of an article with as much of its title as can be counted; it leads there too."""
    is_short = len(address) <= LONGEST_ADDRESS
    return address if is_short else address[: LONGEST_ADDRESS - 1].rstrip("-/") + "/"
