"""A ticket to print or to keep, for whoever may see it."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from kundportal.lib.pages import IN_MEMORY, answer_with, long_page, page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import printing
from kundportal.tickets.models import Ticket


@gates.signed_in()
def to_print(request: Request, number: str) -> HttpResponseBase:
    """All of the ticket on one page, without what surrounds pages on a screen."""
    ticket = _find(request, number)
    context = {
        "ticket": ticket,
        "facts": printing.facts(ticket),
        "answers": printing.answers(ticket),
        "participants": printing.participants(ticket),
        "replies": printing.conversation(ticket),
    }
    try:
        with printing.one_at_a_time(request.user):
            return long_page(request, "tickets/print.html", context)
    except printing.Busy:
        return _busy(request, ticket)


@gates.signed_in()
def as_pdf(request: Request, number: str) -> HttpResponseBase:
    """The same as a PDF file."""
    ticket = _find(request, number)
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 the answer closes it
    try:
        with printing.one_at_a_time(request.user):
            printing.write_pdf(ticket, target)
    except printing.Busy:
        return _busy(request, ticket)
    return answer_with(target, "application/pdf", f"{ticket.number}.pdf")


def _find(request: Request, number: str) -> Ticket:
    visible = Ticket.objects.visible_to(request.user).for_print()
    return get_object_or_404(visible, number=number)


def _busy(request: Request, ticket: Ticket) -> HttpResponseBase:
    return page(request, "tickets/print_busy.html", {"ticket": ticket}, status=429)
