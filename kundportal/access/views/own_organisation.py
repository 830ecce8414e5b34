"""An organisation's seats as its own administrators meet them, and run them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from kundportal.access.people_list import people_list, told
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Person


@gates.customer()
@never_cache
def organisation(request: Request) -> HttpResponse:
    """Who has a seat, who has applied and who waits."""
    own = request.user.organisation
    assert own is not None
    context = people_list(own, after=request.GET.get("after", ""))
    return page(request, "access/portal/organisation.html", context)


@gates.customer("POST")
def pause(request: Request, pk: int) -> HttpResponse:
    """Keeps a colleague from signing in for now."""
    return _run(request, pk, Person.pause)


@gates.customer("POST")
def resume(request: Request, pk: int) -> HttpResponse:
    """Lets a colleague sign in again."""
    return _run(request, pk, Person.resume)


@gates.customer("POST")
def give_back(request: Request, pk: int) -> HttpResponse:
    """Leaves a colleague's seat to somebody else."""
    return _run(request, pk, Person.give_back_seat)


def _run(request: Request, pk: int, verb: Callable[..., None]) -> HttpResponse:
    person = get_object_or_404(Person.objects.may_be_run_by(request.user), pk=pk)
    told(request, person, verb)
    return redirect("own-organisation")
