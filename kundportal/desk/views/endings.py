"""Organisations that close, open again, or become part of another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kundportal.desk.forms import MergerForm
from kundportal.desk.merging import merge
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.closing import CannotMerge, CannotReopen, TooFewSeats
from kundportal.people.gates import Request
from kundportal.people.models import Organisation


@gates.administrator()
def ending(request: Request, pk: int) -> HttpResponse:
    """What closing and merging mean, and the forms for both."""
    found = _find(pk)
    return _show(request, found, MergerForm(organisation=found))


@gates.administrator("POST")
def closing(request: Request, pk: int) -> HttpResponse:
    """Lets nobody sign in for the organisation."""
    found = _find(pk)
    found.close(by=request.user)
    messages.success(request, _("%(name)s is closed.") % {"name": found.name})
    return redirect("desk-organisation", pk=pk)


@gates.administrator("POST")
def reopening(request: Request, pk: int) -> HttpResponse:
    """Lets the organisation's people sign in again."""
    found = _find(pk)
    try:
        found.reopen(by=request.user)
        messages.success(request, _("%(name)s is open again.") % {"name": found.name})
    except CannotReopen:
        text = _("%(name)s is part of another organisation and can't be reopened.")
        messages.warning(request, text % {"name": found.name})
    return redirect("desk-organisation", pk=pk)


@gates.administrator("POST")
def merger(request: Request, pk: int) -> HttpResponse:
    """Makes the organisation part of another one."""
    found = _find(pk)
    form = MergerForm(request.POST, organisation=found)
    if not form.is_valid():
        return _show(request, found, form)
    into = form.cleaned_data["into"]
    try:
        merge(found, into=into, by=request.user)
    except TooFewSeats as problem:
        form.has_too_few_seats(problem)
        return _show(request, found, form)
    except CannotMerge:
        form.is_too_late()
        return _show(request, found, form)
    text = _("%(name)s is now part of %(into)s.")
    messages.success(request, text % {"name": found.name, "into": into.name})
    return redirect("desk-organisation", pk=into.pk)


def _find(pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.select_related("merged_into"), pk=pk)


def _show(request: Request, organisation: Organisation, form: MergerForm) -> HttpResponse:
    context = {"organisation": organisation, "form": form, "used": organisation.taken_seats.count()}
    status = 422 if form.is_bound else 200
    return page(request, "desk/ending.html", context, status=status)
