"""The customer's list of tickets, on pages and as a file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase

from kundportal.lib.pages import page
from kundportal.notifications.models import Unread
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.products.models import Product
from kundportal.tickets.finding import exporting, listing, searching
from kundportal.tickets.finding.wanted import Wanted
from kundportal.tickets.models import Status


@gates.customer()
def ticket_list(request: Request) -> HttpResponse:
    """The tickets that the reader may see, as the address wants them."""
    wanted = Wanted.sent(request.GET)
    if wanted.words and not searching.may_search(request.user):
        return _too_often(request)
    counts = {} if wanted.is_narrow else listing.counts(request.user, wanted.whose)
    if counts and wanted.whose == "organisation":
        # Spares the bar its own query.
        request.unread = Unread(counts["unread"], counts["notifications"])
    found = listing.page(request.user, wanted, after=request.GET.get("after", ""))
    context = {
        "page": found,
        "is_first": found.is_first,
        "wanted": wanted,
        "counts": counts,
        "products": Product.objects.to_choose(),
        "statuses": [(status.value, status.label) for status in Status],
        "can_be_found": searching.has_words(wanted.words),
    }
    return page(request, "tickets/portal/list.html", context)


@gates.customer()
def export(request: Request, kind: str) -> HttpResponseBase:
    """What the list shows with the same filters, as a file."""
    if kind not in exporting.KINDS:
        raise Http404
    if not exporting.may_export(request.user):
        return _too_often(request)
    return exporting.file(kind, request.user, Wanted.sent(request.GET))


def _too_often(request: Request) -> HttpResponse:
    answer = page(request, "tickets/portal/too_often.html", status=429)
    answer.headers["Retry-After"] = "60"
    return answer
