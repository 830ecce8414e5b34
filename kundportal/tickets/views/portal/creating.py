"""How a customer creates a ticket."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from kundportal.lib.pages import go_to, page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import guarding
from kundportal.tickets.forms.creating import TicketForm
from kundportal.tickets.models import Form, Ticket


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
    )

    def show() -> HttpResponse:
        status = 422 if form.is_bound and form.errors else 200
        context = {"form": form, "ticket_form": ticket_form}
        return page(request, "tickets/portal/new.html", context, status=status)

    if not form.is_valid():
        return show()
    if question := guarding.stop(request, form, again=show):
        return question
    create = partial(Ticket.objects.create_from_form, by=request.user, form=ticket_form)
    ticket = guarding.send(form, create, by=request.user)
    return go_to(request, reverse("ticket", args=[ticket.number]))
