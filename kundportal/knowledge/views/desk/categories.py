"""The tree of categories, as leads arrange it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.knowledge.editing.sorting import Misplaced, NotEmpty
from kundportal.knowledge.forms.categories import CategoryForm, MergeForm, PlaceForm
from kundportal.knowledge.models import Category
from kundportal.knowledge.roles import leads
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request


@gates.staff()
def categories(request: Request) -> HttpResponse:
    """All of them as a tree, with how many articles stand in each."""
    tree = Category.objects.with_counts().tree()
    neighbours: dict[int | None, list[int]] = {}
    for one in tree:
        neighbours.setdefault(one.parent_id, []).append(one.pk)
    places = {pk: (at, len(keys)) for keys in neighbours.values() for at, pk in enumerate(keys)}
    context = {"tree": tree, "places": places, "may_lead": leads(request.user)}
    return page(request, "knowledge/desk/categories.html", context)


@gates.staff("GET", "POST")
def new(request: Request) -> HttpResponse:
    """The form for another category."""
    _demand_lead(request)
    form = CategoryForm(_sent(request), parent=request.GET.get("parent", ""))
    if form.is_valid():
        try:
            once = form.cleaned_data["once"]
            added = Category.objects.add(by=request.user, once=once, **form.written())
        except Misplaced:
            form.is_misplaced()
        else:
            messages.success(request, _("The category is added."))
            return _back(added)
    return _show(request, form)


@gates.staff("GET", "POST")
def category(request: Request, pk: int) -> HttpResponse:
    """The form to change a category."""
    _demand_lead(request)
    found = _find(pk)
    form = CategoryForm(_sent(request), category=found)
    if form.is_valid():
        try:
            found.change(by=request.user, **form.written())
        except Misplaced:
            form.is_misplaced()
        else:
            messages.success(request, _("The category is saved."))
            return _back(found)
    return _show(request, form, category=found)


@gates.staff("POST")
def place(request: Request, pk: int) -> HttpResponse:
    """Moves it up or down among its neighbours."""
    found = _find(pk)
    form = PlaceForm(request.POST)
    if form.is_valid():
        found.move(to=form.cleaned_data["to"], by=request.user)
    return _back(found)


@gates.staff("POST")
def merger(request: Request, pk: int) -> HttpResponse:
    """Gives what stands in it to another, and takes it away."""
    _demand_lead(request)
    found = _find(pk)
    form = MergeForm(request.POST, category=found)
    if not form.is_valid():
        return _show(request, CategoryForm(category=found), category=found, merge_form=form)
    into = form.cleaned_data["into"]
    found.merge(into=into, by=request.user)
    messages.success(request, _("Everything stands in “%(category)s” now.") % {"category": into})
    return _back(into)


@gates.staff("POST")
def removal(request: Request, pk: int) -> HttpResponse:
    """Takes it away, if nothing stands in it."""
    found = _find(pk)
    try:
        found.remove(by=request.user)
    except NotEmpty:
        text = _("Something stands in the category. Move it first, or merge the category.")
        messages.warning(request, text)
        return _back(found)
    messages.success(request, _("The category is removed."))
    return redirect("desk-categories")


def _demand_lead(request: Request) -> None:
    if not leads(request.user):
        raise PermissionDenied


def _find(pk: int) -> Category:
    return get_object_or_404(Category.objects.select_related("parent__parent__parent"), pk=pk)


def _sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _back(category: Category) -> HttpResponse:
    return redirect(f"{reverse('desk-categories')}#category-{category.pk}")


def _show(
    request: Request,
    form: CategoryForm,
    *,
    category: Category | None = None,
    merge_form: MergeForm | None = None,
) -> HttpResponse:
    is_bound = form.is_bound or merge_form is not None
    if category and merge_form is None:
        merge_form = MergeForm(category=category)
    context = {"form": form, "category": category, "merge_form": merge_form}
    template = "knowledge/desk/category.html"
    return page(request, template, context, status=422 if is_bound else 200)
