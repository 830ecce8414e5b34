"""From a ticket to the draft of an article, and what was read before a ticket was written."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from kundportal.desk.anonymous_words import KINDS
from kundportal.desk.drafting_articles import Material, Refused, draft, pieces
from kundportal.knowledge.models import ReadBefore, TicketDraft, Translation
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.search import finding
from kundportal.tickets.models import Handling, Ticket

MOST_TYPED, MOST_ARTICLES = 300, 6


@gates.staff("GET", "POST")
def article_draft(request: Request, number: str) -> HttpResponse:
    """What an article of the ticket says, and what was taken out; a POST makes the draft."""
    ticket = _ticket(number)
    if request.method == "POST":
        try:
            draft(ticket, by=request.user)
        except Refused as refused:
            messages.warning(request, str(refused.reason))
        return redirect("desk-article-draft", number=number)
    material, refusal = Material.of(ticket), ""
    try:
        material.demand()
    except Refused as refused:
        refusal = str(refused.reason)
    taken = Counter((one.kind, one.was) for one in material.title.taken + material.text.taken)
    context = {
        "ticket": ticket,
        "made": TicketDraft.objects.of(number),
        "refusal": refusal,
        "title": list(pieces(material.title)),
        "text": list(pieces(material.text)),
        "taken": [(KINDS[kind], was, times) for (kind, was), times in taken.most_common()],
        "has_doubts": bool(material.title.doubts or material.text.doubts),
    }
    return page(request, "desk/article_draft.html", context)


@gates.staff()
def articles(request: Request, number: str) -> HttpResponse:
    """Articles to link to in a reply: those alone that the writer of the ticket may read."""
    ticket = _ticket(number)
    words = request.GET.get("q", ticket.title).replace("\0", " ").strip()[:MOST_TYPED]
    reader = ticket.created_by
    found = finding.find(
        words, reader=reader, language=reader.language, kinds=["article"], most=MOST_ARTICLES
    )
    context = {"ticket": ticket, "words": words, "hits": found.hits}
    return page(request, "desk/ticket_articles.html", context, block="articles")


@gates.staff()
def read_before(request: Request, number: str) -> HttpResponse:
    """Which articles the writer of the ticket had read in the two hours before."""
    ticket = _ticket(number)
    rows = list(ReadBefore.objects.of(number))
    found = Translation.objects.titles({(row.article_id, row.language) for row in rows})
    context = {"ticket": ticket, "read": found}
    return page(request, "desk/read_before.html", context, block="read")


def _ticket(number: str) -> Ticket:
    handling = get_object_or_404(Handling.objects.for_page(), ticket__number=number)
    handling.ticket.organisation = handling.organisation  # one question fewer
    return handling.ticket
