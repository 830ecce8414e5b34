"""Organisations and their seats, as staff meet them; administrators change them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kundportal.access.countries import BY_CODE
from kundportal.access.desk_forms import FactorDemandForm, SeatsForm
from kundportal.access.models import AccessRequest
from kundportal.access.people_list import activation_sent, people_list, told
from kundportal.lib.pages import page
from kundportal.lib.paging import bounded_counts, page_by_text
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Organisation, Person
from kundportal.people.seating import SeatsInUse


@gates.staff()
def organisations(request: Request) -> HttpResponse:
    """Every organisation with its seats, by name; or those whose name holds what was searched."""
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:200]
    every = Organisation.objects.matching(words)
    views = {"": every.open(), "nobody-left": every.with_nobody_left(), "closed": every.closed()}
    view = request.GET.get("show", "")
    view = view if view in views else ""
    rows = views[view].select_related("merged_into").with_used_seats()
    shown = page_by_text(rows, by="name", after=request.GET.get("after", ""), size=50)
    context = {
        "page": shown,
        "q": words,
        "view": view,
        "left": bounded_counts({"": Organisation.objects.with_nobody_left()})[""],
        "seatless": AccessRequest.objects.seatless_in(shown.rows),
    }
    return page(request, "access/desk/organisations.html", context)


@gates.staff()
def organisation(request: Request, pk: int) -> HttpResponse:
    """Who has a seat, who has applied and who waits; and how many seats there are."""
    return show(request, find(pk))


@gates.administrator("POST")
def seats(request: Request, pk: int) -> HttpResponse:
    """Sets how many may sign in for the organisation."""
    found = find(pk)
    form = SeatsForm(request.POST, organisation=found)
    if not form.is_valid():
        return show(request, found, form)
    try:
        found.limit_seats(seats=form.cleaned_data["seats"], by=request.user)
    except SeatsInUse as problem:
        form.too_few(problem.used)
        return show(request, found, form)
    messages.success(request, _("%(name)s now has another number of seats.") % {"name": found})
    return redirect("desk-organisation", pk=pk)


@gates.administrator("POST")
def pause(request: Request, pk: int) -> HttpResponse:
    """Keeps somebody from signing in for now."""
    return _run(request, pk, Person.pause)


@gates.administrator("POST")
def resume(request: Request, pk: int) -> HttpResponse:
    """Lets somebody sign in again."""
    return _run(request, pk, Person.resume)


@gates.administrator("POST")
def give_back(request: Request, pk: int) -> HttpResponse:
    """Leaves somebody's seat to another."""
    return _run(request, pk, Person.give_back_seat)


@gates.administrator("POST")
def activation(request: Request, pk: int) -> HttpResponse:
    """Sends somebody the link to choose a password once more."""
    person = get_object_or_404(Person.objects.may_be_run_by(request.user), pk=pk)
    activation_sent(request, person)
    return redirect("desk-organisation", pk=person.organisation_id)


def _run(request: Request, pk: int, verb: Callable[..., None]) -> HttpResponse:
    person = get_object_or_404(Person.objects.may_be_run_by(request.user), pk=pk)
    told(request, person, verb)
    return redirect("desk-organisation", pk=person.organisation_id)


def find(pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.with_access().with_demand(), pk=pk)


def show(
    request: Request,
    found: Organisation,
    form: SeatsForm | None = None,
    demand: FactorDemandForm | None = None,
) -> HttpResponse:
    """The page of an organisation, with the form that something is wrong in."""
    context = people_list(found, after=request.GET.get("after", ""))
    context |= {
        "nobody_left": found.has_people and not found.has_access,
        "country": BY_CODE.get(found.country),
        "limit": form or SeatsForm(organisation=found),
        "demand": found.demand,
        "demand_form": demand or FactorDemandForm(),
    }
    if wrong := form or demand:
        context["form"] = wrong
    return page(request, "access/desk/organisation.html", context, status=422 if wrong else 200)
