"""Was this helpful?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from kundportal.knowledge.models import Translation, Vote
from kundportal.knowledge.reading.reader_forms import VoteForm
from kundportal.knowledge.reading.voters import voter_of
from kundportal.lib.pages import is_fragment_wanted, page
from kundportal.people import attempts, gates
from kundportal.people.language import speak_like


@gates.anyone("GET", "POST")
@never_cache
def votes(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """What the reader says of the article, and room for why. Said again, it counts once."""
    readable = Translation.objects.readable_by(gates.reader(request)).for_reading()
    article = get_object_or_404(readable.of_number(number), language=language)
    assert article.published
    speak_like(request, article.language)
    voter = voter_of(request)
    form = VoteForm(request.POST if request.method == "POST" else None)
    shown = {"article": article, "form": form, "vote": None, "is_too_often": False}
    if request.method == "GET" or not form.is_valid():
        shown["vote"] = Vote.objects.of(voter, article.published)
        return _answer(request, shown, status=422 if form.is_bound else 200)
    if wait := attempts.take(request, "vote"):
        answer = _answer(request, {**shown, "is_too_often": True}, status=429)
        answer.headers["Retry-After"] = str(wait)
        return answer
    reason = form.cleaned_data["reason"]
    Vote.objects.cast(article, voter=voter, is_helpful=form.is_helpful, reason=reason)
    if is_fragment_wanted(request):
        vote = Vote.objects.of(voter, article.published)
        answer = _answer(request, {**shown, "vote": vote, "form": VoteForm(), "said": reason})
    else:
        answer = redirect("votes", language=language, number=number)
    voter.remember(answer)
    return answer


def _answer(request: HttpRequest, shown: dict[str, object], *, status: int = 200) -> HttpResponse:
    answer = page(request, "knowledge/votes.html", shown, block="vote", status=status)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
