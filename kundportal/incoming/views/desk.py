"""What came in by mail, as what it was taken, and whether mail comes in at all.

No page shows what a person has written: what is read is wiped, and of what can't be read staff see
that it came.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.incoming.arriving.arrival_words import why
from kundportal.incoming.models import Arrival, Mailbox, SelfCheck
from kundportal.lib.pages import go_to, page
from kundportal.lib.paging import bounded_counts, page_by_key
from kundportal.mail.models import Address
from kundportal.people import gates
from kundportal.people.gates import Request

FILTERS = ("waiting", "failed", "read", "all")


@gates.staff()
def arrivals(request: HttpRequest) -> HttpResponse:
    """The mails of one state or of all, newest first."""
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in FILTERS else "all"
    found = Arrival.objects.in_state(chosen).without_mails()
    context = {
        "page": page_by_key(found, by="-received_at", after=request.GET.get("after", ""), size=50),
        "counts": bounded_counts({code: Arrival.objects.in_state(code) for code in FILTERS}),
        "chosen": chosen,
        "domain": settings.MAIL_DOMAIN,
        "check": SelfCheck.objects.newest(),
        "check_back": SelfCheck.objects.newest_back(),
        "why": why,
        "mailbox": Mailbox.objects.present(),
    }
    return page(request, "incoming/arrivals.html", context)


@gates.staff("POST")
def reading(request: Request, pk: int) -> HttpResponse:
    """Has a mail read once more that could not be read."""
    arrival = get_object_or_404(Arrival.objects.without_mails(), pk=pk)
    if arrival.read_again(by=request.user):
        messages.success(request, _("The mail is read again now."))
    else:
        messages.warning(request, _("This mail can not be read again."))
    return go_to(request, reverse("desk-incoming"))


@gates.staff("POST")
def checks(request: Request) -> HttpResponse:
    """Sends a check now, besides the daily one."""
    if SelfCheck.objects.make():
        messages.success(request, _("A mail is on its way. Look here again in a minute."))
    else:
        messages.warning(request, _("No mail comes in here, so nothing can be checked."))
    return go_to(request, reverse("desk-incoming"))


@gates.staff()
def stopped(request: HttpRequest) -> HttpResponse:
    """The addresses to which nothing is sent any more, the latest first."""
    found = page_by_key(
        Address.objects.stopped(), by="-stopped_at", after=request.GET.get("after", ""), size=50
    )
    return page(request, "incoming/stopped.html", {"page": found})


@gates.staff("POST")
def lifting(request: Request, pk: int) -> HttpResponse:
    """Lifts the stop of an address."""
    address = get_object_or_404(Address, pk=pk)
    if address.lift(by=request.user):
        text = _("The stop is lifted. Mails go to %(email)s again.")
        messages.success(request, text % {"email": address.email})
    return go_to(request, reverse("desk-stopped"))
