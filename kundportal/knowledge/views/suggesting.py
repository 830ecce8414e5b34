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
    return page(request, "knowledge/suggestions.html", {"passages": found})
