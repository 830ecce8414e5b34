"""Who at an organisation sees its tickets: its own page, and the desk's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.history.models import Event
from kundportal.history.words import in_words
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Organisation
from kundportal.people.sight_forms import SightForm
from kundportal.people.sight_words import SIGHT

CHANGES_SHOWN = 20


@gates.customer("GET", "POST")
@never_cache
def own_sight(request: Request) -> HttpResponse:
    """What the organisation has chosen, for all its people; those who may choose can change it."""
    assert request.user.organisation
    return _run(request, request.user.organisation, here="own-sight")


@gates.administrator("GET", "POST")
@never_cache
def desk_sight(request: Request, pk: int) -> HttpResponse:
    """The same for any organisation."""
    return _run(request, get_object_or_404(Organisation, pk=pk), here="desk-sight")


def _run(request: Request, organisation: Organisation, *, here: str) -> HttpResponse:
    form = SightForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if not form.is_valid():
        return _show(request, organisation, form, here=here)
    organisation.share_sight(by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved. It holds from now on, for all tickets."))
    return redirect(here, pk=organisation.pk) if request.user.is_staff else redirect(here)


def _show(
    request: Request, organisation: Organisation, form: SightForm, *, here: str
) -> HttpResponse:
    changes = Event.objects.of(organisation).among(SIGHT)[:CHANGES_SHOWN]
    context = {
        "organisation": organisation,
        "form": form,
        "here": here,
        "may_choose": organisation.may_share_sight_by(request.user),
        "coordinators": [one for one in form.people if one.is_coordinator],
        "people_count": len(form.people),
        "changes": in_words(list(changes), SIGHT),
    }
    status = 422 if form.is_bound else 200
    return page(request, "people/sight.html", context, status=status)
