"""What the customer thinks of how it went."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import guarding
from kundportal.tickets.forms.ending import RatingForm
from kundportal.tickets.models import Grade, Rating, Ticket
from kundportal.tickets.views.portal.ticket import find_writable


@gates.customer("GET", "POST")
def rating(request: Request, number: str) -> HttpResponse:
    """Shows what was said, or what a link in a mail proposes; nothing is kept before it is sent."""
    ticket = find_writable(request, number)
    given = Rating.objects.of(request.user, ticket)
    if request.method == "POST":
        form = RatingForm(request.POST)
        if form.is_valid():
            again = partial(_show, request, ticket, form, given)
            return guarding.stop(request, form, again=again) or _keep(request, ticket, form)
    else:
        proposed = request.GET.get("value", "")
        value = int(proposed) if proposed in map(str, Grade.values) else given and given.value
        said = {"topics": given.topics, "text": given.text} if given else {}
        form = RatingForm(initial={"value": value, **said})
    return _show(request, ticket, form, given)


def _keep(request: Request, ticket: Ticket, form: RatingForm) -> HttpResponse:
    """Keeps the rating; after a tap, there is more to say if one likes."""

    def rate(**_sent: object) -> Ticket:
        if not ticket.rate(by=request.user, **form.said):
            messages.warning(request, _("Ratings are taken while the ticket can be reopened."))
        else:
            messages.success(request, _("Thank you. Your rating is kept."))
        return ticket

    guarding.send(form, rate, by=request.user)
    goes_on = form.is_tap and ticket.is_closed and not ticket.starts_anew
    return redirect("rating" if goes_on else "ticket", number=ticket.number)


def _show(request: Request, ticket: Ticket, form: RatingForm, given: Rating | None) -> HttpResponse:
    context = {"ticket": ticket, "form": form, "given": given}
    status = 422 if form.is_bound else 200
    return page(request, "tickets/portal/rating.html", context, status=status)
