"""The products that customers choose among, as the vendor's administrators run them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kundportal.desk.product_forms import ProductForm
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.products.models import NameTaken, Product


@gates.administrator("GET", "POST")
def products(request: Request) -> HttpResponse:
    """Every product, and the form to add another."""
    form = ProductForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            added = Product.objects.add(by=request.user, **form.cleaned_data)
        except NameTaken:
            form.name_is_taken()
        else:
            text = _("%(product)s is added. Customers can choose it now.")
            messages.success(request, text % {"product": added})
            return redirect("desk-products")
    context = {"products": Product.objects.for_list(), "form": form}
    status = 422 if form.is_bound else 200
    return page(request, "desk/products.html", context, status=status)


@gates.administrator("GET", "POST")
def product(request: Request, pk: int) -> HttpResponse:
    """A product: its name, and whether it can be chosen."""
    found = get_object_or_404(Product, pk=pk)
    form = ProductForm(request.POST if request.method == "POST" else None, product=found)
    name = found.name
    if form.is_valid():
        try:
            found.rename(name=form.cleaned_data["name"], by=request.user)
        except NameTaken:
            form.name_is_taken()
        else:
            messages.success(request, _("The name is saved."))
            return redirect("desk-products")
    context = {"product": found, "name": name, "form": form}
    return page(request, "desk/product.html", context, status=422 if form.is_bound else 200)


@gates.administrator("POST")
def offering(request: Request, pk: int) -> HttpResponse:
    """Lets customers choose the product, or not any more."""
    found = get_object_or_404(Product, pk=pk)
    is_offered = request.POST.get("offered") == "yes"
    found.offer(is_offered=is_offered, by=request.user)
    text = _("%(product)s can be chosen in new tickets.")
    if not is_offered:
        text = _("%(product)s can't be chosen any more. It stays on the tickets that it has.")
    messages.success(request, text % {"product": found})
    return redirect("desk-products")
