"""Where the articles of each product stand as long as they have not moved into the portal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kundportal.knowledge.models import OutsideBase
from kundportal.knowledge.models.outside_base import NotSafe
from kundportal.knowledge.reading.reader_forms import OutsideBaseForm
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request


@gates.administrator("GET", "POST")
def bases(request: Request) -> HttpResponse:
    """The links that there are, and the form for another, or for a new address."""
    form = OutsideBaseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            base = OutsideBase.objects.link(**form.cleaned_data, by=request.user)
        except NotSafe:
            form.address_is_not_safe()
        else:
            text = _("The knowledge portal leads to “%(label)s” for %(product)s.")
            messages.success(request, text % {"label": base.label, "product": base.product})
            return redirect("desk-outside-bases")
    context = {"bases": OutsideBase.objects.for_list(), "form": form}
    status = 422 if form.is_bound else 200
    return page(request, "knowledge/desk/outside.html", context, status=status)


@gates.administrator("POST")
def removal(request: Request, pk: int) -> HttpResponse:
    """The articles have moved: the link goes."""
    base = get_object_or_404(OutsideBase.objects.for_list(), pk=pk)
    OutsideBase.objects.unlink(base.product, by=request.user)
    text = _("The knowledge portal does not lead to “%(label)s” any more.")
    messages.success(request, text % {"label": base.label})
    return redirect("desk-outside-bases")
