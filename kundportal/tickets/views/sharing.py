"""Who sees a ticket, for customers and at the desk: the list, its recipients, how it is shared."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundportal.lib.pages import go_to, page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.forms.sharing import RecipientsForm, SharingForm
from kundportal.tickets.models import Participant, Ticket
from kundportal.tickets.recipients import may_remove
from kundportal.tickets.seeing import everyone_who_sees
from kundportal.tickets.views.portal.ticket import find


@gates.customer()
def seers(request: Request, number: str) -> HttpResponse:
    """Everyone who sees the ticket and why."""
    return _seers(request, number)


@gates.staff()
def desk_seers(request: Request, number: str) -> HttpResponse:
    return _seers(request, number)


@gates.customer("GET", "POST")
def recipients(request: Request, number: str) -> HttpResponse:
    """Adds colleagues, and shows what can be changed about who sees the ticket."""
    return _recipients(request, number)


@gates.staff("GET", "POST")
def desk_recipients(request: Request, number: str) -> HttpResponse:
    return _recipients(request, number)


@gates.customer("POST")
def removal(request: Request, number: str, pk: int) -> HttpResponse:
    """Ends a colleague's sight of the ticket, or one's own."""
    return _removal(request, number, pk)


@gates.staff("POST")
def desk_removal(request: Request, number: str, pk: int) -> HttpResponse:
    return _removal(request, number, pk)


@gates.customer("POST")
def sharing(request: Request, number: str) -> HttpResponse:
    """How the ticket is shared within the organisation."""
    return _sharing(request, number)


@gates.staff("POST")
def desk_sharing(request: Request, number: str) -> HttpResponse:
    return _sharing(request, number)


def _seers(request: Request, number: str) -> HttpResponse:
    ticket = find(request, number)
    listed = everyone_who_sees(ticket, Participant.objects.in_ticket(ticket))
    may_change = request.user.is_coordinator or ticket.may_be_written_by(request.user)
    context = {"ticket": ticket, "listed": listed, "may_change": may_change}
    return page(request, "tickets/seers.html", context, block="seers")


def _recipients(request: Request, number: str) -> HttpResponse:
    ticket = find(request, number)
    if request.method != "POST":
        return _show(request, ticket)
    if not ticket.may_be_written_by(request.user):
        raise PermissionDenied  # before anything is said of what was sent
    form = RecipientsForm(request.POST, ticket=ticket, there=())
    if not form.is_valid():
        return _show(request, ticket, adding=form)
    added = ticket.add_recipients(people=form.cleaned_data["people"], by=request.user)
    if added:
        text = ngettext(
            "%(names)s is now a recipient, and gets a mail.",
            "%(names)s are now recipients, and get a mail each.",
            len(added),
        )
        messages.success(request, text % {"names": ", ".join(one.name for one in added)})
    return _back(request, ticket)


def _removal(request: Request, number: str, pk: int) -> HttpResponse:
    ticket = find(request, number)
    place = Participant.objects.place_at(ticket, pk)
    if place is None:
        messages.info(request, _("They were not a recipient any more."))
        return _back(request, ticket)
    ticket.remove_recipient(person=place.person, by=request.user)
    if pk != request.user.pk:
        text = _("%(name)s is no longer a recipient.")
        messages.success(request, text % {"name": place.person.name})
        return _back(request, ticket)
    messages.success(request, _("You have left ticket %(number)s.") % {"number": number})
    return go_to(request, reverse("tickets"))


def _sharing(request: Request, number: str) -> HttpResponse:
    ticket = find(request, number)
    if not ticket.may_be_shared_by(request.user):
        raise PermissionDenied
    form = SharingForm(request.POST, ticket=ticket)
    if not form.is_valid():
        return _show(request, ticket, sharing=form)
    ticket.share(sight=form.cleaned_data["sight"], by=request.user)
    messages.success(request, _("Saved. It holds from now on."))
    return _back(request, ticket)


def _show(
    request: Request,
    ticket: Ticket,
    *,
    adding: RecipientsForm | None = None,
    sharing: SharingForm | None = None,
) -> HttpResponse:
    places = Participant.objects.in_ticket(ticket)
    there = [place.person_id for place in places]
    wrong = adding or sharing
    context = {
        "ticket": ticket,
        "places": places,
        "may_add": ticket.may_be_written_by(request.user),
        "may_remove": may_remove(ticket, None, by=request.user),
        "adding": adding or RecipientsForm(ticket=ticket, there=there),
        "sharing": (sharing or SharingForm(ticket=ticket))
        if ticket.may_be_shared_by(request.user)
        else None,
        "form": wrong,
    }
    return page(request, "tickets/recipients.html", context, status=422 if wrong else 200)


def _back(request: Request, ticket: Ticket) -> HttpResponse:
    name = "desk-recipients" if request.user.is_staff else "recipients"
    return go_to(request, reverse(name, args=[ticket.number]))
