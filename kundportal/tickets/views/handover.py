"""Handing one person's tickets to a colleague, as customers and as the vendor's administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.forms.handover import HandoverForm
from kundportal.tickets.handing_over import hand_over, left_of, may_be_handed_over_by


@gates.customer("GET", "POST")
@never_cache
def handover(request: Request, pk: int) -> HttpResponse:
    """One's own tickets, or those of a colleague who no longer has access."""
    return _run(request, pk, here="handover")


@gates.administrator("GET", "POST")
@never_cache
def desk_handover(request: Request, pk: int) -> HttpResponse:
    """Any customer's tickets, to somebody at the same organisation."""
    return _run(request, pk, here="desk-handover")


def _run(request: Request, pk: int, *, here: str) -> HttpResponse:
    rows = may_be_handed_over_by(request.user).select_related("organisation")
    person = get_object_or_404(rows, pk=pk)
    form = HandoverForm(request.POST if request.method == "POST" else None, person=person)
    if not form.is_valid():
        context = {"person": person, "count": left_of(person), "form": form, "here": here}
        status = 422 if form.is_bound else 200
        return page(request, "tickets/handover.html", context, status=status)
    to = form.cleaned_data["colleague"]
    done = hand_over(person, to=to, by=request.user)
    if done.all:
        text = ngettext(
            "%(count)s ticket of %(name)s is now %(to)s's too.",
            "%(count)s tickets of %(name)s are now %(to)s's too.",
            done.all,
        )
        names = {"count": done.all, "name": person.name, "to": to.name}
        messages.success(request, text % names)
    else:
        messages.info(request, _("Nothing was left to hand over; it was done before."))
    return redirect(here, pk=person.pk)
