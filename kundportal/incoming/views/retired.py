"""The retired addresses, as the vendor's administrators run them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kundportal.incoming.forms import RetiredAddressForm
from kundportal.incoming.models import RetiredAddress, Tally
from kundportal.incoming.models.retired_address import AddressTaken
from kundportal.incoming.replying.retired_words import Row
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request


@gates.administrator("GET", "POST")
def addresses(request: Request) -> HttpResponse:
    """Every retired address with what came to it lately, and the form to add another."""
    form = RetiredAddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        once = form.cleaned_data["once"]
        try:
            added = RetiredAddress.objects.add(once=once, by=request.user, **form.about)
        except AddressTaken:
            form.address_is_taken()
        else:
            text = _("Mail to %(address)s is answered from now on.")
            messages.success(request, text % {"address": added})
            return redirect("desk-retired-addresses")
    numbers = Tally.objects.lately()
    rows = [Row(one, numbers.get(one.pk, {})) for one in RetiredAddress.objects.for_list()]
    status = 422 if form.is_bound else 200
    context = {"rows": rows, "form": form}
    return page(request, "incoming/desk/addresses.html", context, status=status)


@gates.administrator("GET", "POST")
def address(request: Request, pk: int) -> HttpResponse:
    """An address: how it is written, and how whoever writes there is met."""
    found = get_object_or_404(RetiredAddress, pk=pk)
    name = found.email
    form = RetiredAddressForm(request.POST if request.method == "POST" else None, address=found)
    if form.is_valid():
        try:
            found.change(by=request.user, **form.about)
        except AddressTaken:
            form.address_is_taken()
        else:
            messages.success(request, _("The address is saved."))
            return redirect("desk-retired-addresses")
    context = {"address": found, "name": name, "form": form}
    status = 422 if form.is_bound else 200
    return page(request, "incoming/desk/address.html", context, status=status)


@gates.administrator("POST")
def opening(request: Request, pk: int) -> HttpResponse:
    """Has mail to the address answered, or not any more."""
    found = get_object_or_404(RetiredAddress, pk=pk)
    found.open(is_open=request.POST.get("open") == "yes", by=request.user)
    text = _("Mail to %(address)s is answered from now on.")
    if not found.is_open:
        text = _("Mail to %(address)s is not answered any more.")
    messages.success(request, text % {"address": found})
    return redirect("desk-retired-addresses")
