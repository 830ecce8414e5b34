"""How a customer creates a ticket."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from kundportal.lib.pages import go_to, page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.forms.creating import TicketForm
from kundportal.tickets.models import Draft, Form, Ticket


@gates.customer()
def choose_form(request: Request) -> HttpResponse:
    """The forms to choose from; where there is one, that one."""
    forms = list(Form.objects.offered_to(request.user))
    if len(forms) == 1:
        return redirect("ticket-form", slug=forms[0].slug)
    return page(request, "tickets/portal/forms.html", {"forms": forms})


@gates.customer("GET", "POST")
def new_ticket(request: Request, slug: str) -> HttpResponse:
    """The form for a new ticket."""
    ticket_form = get_object_or_404(Form.objects.offered_to(request.user), slug=slug)
    form = TicketForm(
        *(request.POST, request.FILES) if request.method == "POST" else (),
        person=request.user,
        form=ticket_form,
        draft=_draft(request, ticket_form),
    )
    if form.is_valid():
        ticket = Ticket.objects.create_from_form(
            by=request.user, form=ticket_form, **form.cleaned_data
        )
        return go_to(request, reverse("ticket", args=[ticket.number]))
    status = 422 if form.is_bound else 200
    context = {"form": form, "ticket_form": ticket_form}
    return page(request, "tickets/portal/new.html", context, status=status)


def _draft(request: Request, form: Form) -> Draft | None:
    """The draft that the address names, if it is the reader's; else none, or 404."""
    if request.method == "POST" or not (named := request.GET.get("draft")):
        return None
    try:
        once = UUID(named)
    except ValueError:
        raise Http404 from None
    found = Draft.objects.to_continue(request.user, once, form)
    if found is None:
        raise Http404
    return found
