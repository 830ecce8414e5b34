"""An organisation's seats as its own administrators meet them, and run them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.access.deciding import AlreadyDecided
from kundportal.access.forms import ObjectionForm
from kundportal.access.models import AccessRequest, Review
from kundportal.access.people_list import activation_sent, people_list, told
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
    context["review"] = Review.objects.of(request.user).open().first()
    return page(request, "access/portal/organisation.html", context)


@gates.customer()
@never_cache
def application(request: Request, pk: int) -> HttpResponse:
    """Who has applied, and who is said to have appointed them."""
    return _show(request, _find(request, pk), ObjectionForm())


@gates.customer("POST")
def objection(request: Request, pk: int) -> HttpResponse:
    """Tells those who decide that the applicant is not known."""
    found = _find(request, pk)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    try:
        found.object_to(by=request.user, **form.cleaned_data)
    except AlreadyDecided:
        messages.warning(
            request, _("The application is decided already. Create a ticket to reach us.")
        )
    else:
        messages.success(request, _("Thank you. We look into it before we decide."))
    return redirect("own-application", pk=pk)


def _find(request: Request, pk: int) -> AccessRequest:
    return get_object_or_404(AccessRequest.objects.open_to(request.user), pk=pk)


def _show(request: Request, found: AccessRequest, form: ObjectionForm) -> HttpResponse:
    has_objected = found.is_objected_to_by(request.user)
    context = {"application": found, "form": form, "has_objected": has_objected}
    status = 422 if form.is_bound else 200
    return page(request, "access/portal/application.html", context, status=status)


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


@gates.customer("POST")
def activation(request: Request, pk: int) -> HttpResponse:
    """Sends a colleague the link to choose a password once more."""
    person = get_object_or_404(Person.objects.may_be_run_by(request.user), pk=pk)
    activation_sent(request, person)
    return redirect("own-organisation")


def _run(request: Request, pk: int, verb: Callable[..., None]) -> HttpResponse:
    person = get_object_or_404(Person.objects.may_be_run_by(request.user), pk=pk)
    told(request, person, verb)
    return redirect("own-organisation")
