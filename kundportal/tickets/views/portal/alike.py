"""What may spare a customer a new ticket: tickets alike, and the word that one of them helped."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.lib.pages import is_fragment_wanted, is_there, page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.finding import searching
from kundportal.tickets.finding.wanted import Wanted
from kundportal.tickets.forms.solved import SolvedForm
from kundportal.tickets.models import Solution, Ticket

SUGGESTIONS = "/knowledge/suggestions/"


@gates.customer()
def alike(request: Request) -> HttpResponse:
    """While a title is typed: tickets with a title like it, and where articles are asked for."""
    title = request.GET.get("title", "").replace("\0", " ").strip()[:150]
    if not is_fragment_wanted(request):
        return redirect(reverse("tickets") + Wanted(show="all", words=title).query())
    found = []
    if len(title) > 2 and searching.may_search(request.user):
        found = Ticket.objects.alike(request.user, title)
    articles = f"{SUGGESTIONS}?{urlencode({'q': title})}" if is_there(SUGGESTIONS) else ""
    context = {"found": found, "articles": articles if title else ""}
    return page(request, "tickets/portal/alike.html", context)


@gates.customer("POST")
def solved(request: Request) -> HttpResponse:
    """Counts that a suggestion has helped. Nothing is sent, and what was typed stays."""
    form = SolvedForm(request.POST, person=request.user)
    if not form.is_valid():
        raise Http404
    Solution.objects.note(by=request.user, url=form.cleaned_data["url"])
    if is_fragment_wanted(request):
        return page(request, "tickets/portal/solved.html")
    messages.success(request, _("Good that it was solved. No ticket has been sent."))
    return redirect("start")
