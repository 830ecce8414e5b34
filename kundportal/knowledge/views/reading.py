"""What customers read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from kundportal.knowledge.models import Translation
from kundportal.lib.pages import page
from kundportal.people import gates


@gates.anyone()
def front(request: HttpRequest) -> HttpResponse:
    """All that the reader may read."""
    articles = Translation.objects.readable_by(request.user).for_reading()
    return page(request, "knowledge/front.html", {"articles": articles[:100]})


@gates.anyone()
def article(request: HttpRequest, language: str, number: int, words: str) -> HttpResponse:
    """An article; under the words of an earlier title it leads to the present address."""
    found = get_object_or_404(
        Translation.objects.readable_by(request.user).for_reading(),
        article=number,
        language=language,
    )
    if request.path != found.address:
        return redirect(found.address, permanent=True)
    return page(request, "knowledge/article.html", {"article": found})
