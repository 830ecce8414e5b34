"""The inner states, as the vendor's administrators name and order them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.forms.states import NamesForm, NewStateForm, PositionForm
from kundportal.tickets.models import State
from kundportal.tickets.models.state import LastOfItsStatus, States


@gates.administrator("GET", "POST")
def states(request: Request) -> HttpResponse:
    """All states by what customers see of them; sent, there is one more."""
    if request.method != "POST":
        return _show(request)
    form = NewStateForm(request.POST, states=States.load())
    if not form.is_valid():
        return _show(request, form=form)
    State.objects.add(names=form.names, status=form.cleaned_data["status"], by=request.user)
    messages.success(request, _("The state is there to choose."))
    return redirect("desk-states")


@gates.administrator("GET", "POST")
def names(request: Request, pk: int) -> HttpResponse:
    """What a state is called."""
    state = get_object_or_404(State, pk=pk)
    sent = (request.POST,) if request.method == "POST" else ()
    form = NamesForm(*sent, states=States.load(), state=state)
    if form.is_valid():
        state.rename(names=form.names, by=request.user)
        messages.success(request, _("The state has its new name."))
        return redirect("desk-states")
    status = 422 if form.is_bound else 200
    return page(request, "tickets/desk/state.html", {"state": state, "form": form}, status=status)


@gates.administrator("POST")
def position(request: Request, pk: int) -> HttpResponse:
    """Puts the state in another place among those of its status."""
    state, form = get_object_or_404(State, pk=pk), PositionForm(request.POST)
    if form.is_valid():
        state.move(to=form.cleaned_data["position"], by=request.user)
    return redirect("desk-states")


@gates.administrator("POST")
def offer(request: Request, pk: int) -> HttpResponse:
    """Withdraws the state, or brings it back."""
    state = get_object_or_404(State, pk=pk)
    try:
        state.offer(is_offered=request.POST.get("offered") == "yes", by=request.user)
    except LastOfItsStatus:
        return _show(request, refused=state)
    return redirect("desk-states")


def _show(
    request: Request, *, form: NewStateForm | None = None, refused: State | None = None
) -> HttpResponse:
    there = States.load()
    context: dict[str, Any] = {
        "groups": there.by_status(),
        "new": form or NewStateForm(states=there),
        "form": form,
        "refused": refused and refused.pk,
    }
    status = 422 if form or refused else 200
    return page(request, "tickets/desk/states.html", context, status=status)
