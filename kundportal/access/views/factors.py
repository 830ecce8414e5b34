"""Second factors as the desk meets them: demanded of an organisation, taken away when lost."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.access.desk_forms import FactorDemandForm, FactorResetForm
from kundportal.access.views.organisations import find, show
from kundportal.lib.pages import page
from kundportal.people import factors, gates
from kundportal.people.gates import Request
from kundportal.people.models import FactorDemand, FactorReset, Person


@gates.administrator("POST")
def demand(request: Request, pk: int) -> HttpResponse:
    """Demands a second factor of everyone at the organisation, from a day on."""
    found = find(pk)
    form = FactorDemandForm(request.POST)
    if not form.is_valid():
        return show(request, found, demand=form)
    FactorDemand.objects.make(organisation=found, by=request.user, **form.cleaned_data)
    messages.success(
        request, _("The demand is saved. Those who have a second factor notice nothing.")
    )
    return redirect("desk-organisation", pk=pk)


@gates.administrator("POST")
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Leaves it to each person again."""
    found = find(pk)
    FactorDemand.objects.withdraw(organisation=found, by=request.user)
    messages.success(request, _("Each person chooses for themselves again."))
    return redirect("desk-organisation", pk=pk)


@gates.staff("GET", "POST")
@never_cache
def reset(request: Request, pk: int) -> HttpResponse:
    """Takes the second factor away from somebody who has lost it."""
    person = get_object_or_404(Person.objects.may_be_helped_by(request.user), pk=pk)
    form = FactorResetForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {
            "form": form,
            "person": person,
            "has_factor": bool(factors.of(person)),
            "earlier": FactorReset.objects.latest_of(person),
        }
        status = 422 if form.is_bound else 200
        return page(request, "access/desk/factor_reset.html", context, status=status)
    factors.reset(person=person, by=request.user, **form.cleaned_data)
    messages.success(
        request, _("%(name)s signs in with the password alone now.") % {"name": person.name}
    )
    if person.organisation_id is None:
        return redirect("desk-person-factors", pk=pk)
    return redirect("desk-organisation", pk=person.organisation_id)
