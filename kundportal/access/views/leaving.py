"""Ending one's own access, with what follows said before."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.access.people_forms import LeavingForm
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Person


@gates.customer("GET", "POST")
@never_cache
def leaving(request: Request) -> HttpResponse:
    """Says what follows; whoever is the last is asked to name a successor first."""
    person = request.user
    is_last = not Person.objects.colleagues_of(person).exists()
    form = LeavingForm(request.POST if request.method == "POST" else None, is_last=is_last)
    if not form.is_valid():
        context = {"form": form, "is_last": is_last, "organisation": person.organisation}
        status = 422 if form.is_bound else 200
        return page(request, "access/portal/leaving.html", context, status=status)
    person.leave(keep_seat=form.cleaned_data["seat"] == "kept")
    logout(request)
    messages.success(request, _("You have ended your access and are signed out."))
    return redirect("start")
