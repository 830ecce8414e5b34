"""Building one part of a form at a time: its basics, a question, a kind of matter, the order."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.lib import dates
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.asking import building
from kundportal.tickets.asking.questions import MOST_MATTERS, MOST_QUESTIONS
from kundportal.tickets.forms.building import (
    BasicsForm,
    MatterForm,
    OrderForm,
    names_of,
    new_key,
)
from kundportal.tickets.forms.question import QuestionForm
from kundportal.tickets.models import Form, FormVersion
from kundportal.tickets.views.desk.forms import find, newest


@gates.administrator("GET", "POST")
def basics(request: Request, slug: str) -> HttpResponse:
    """The form's names, guidance, products and audience."""
    found = find(slug)
    version = newest(found)
    begun = {
        "products": version.products,
        "organisations": names_of(version.audience_of("")),
        "seen": building.mark_of_basics(version),
    }
    form = BasicsForm(_sent(request), version=version, country=found.country, initial=begun)
    if form.is_valid():
        try:
            building.write_basics(
                found,
                names=form.texts("name"),
                guidance=form.texts("guidance"),
                products=[one.pk for one in form.cleaned_data["products"]],
                organisations=form.cleaned_data["organisations"],
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
            return _back(request, slug, "form-basics")
        except building.ChangedMeanwhile:
            _refuse(form, found, building.mark_of_basics)
    return _page(request, "basics", found, version, form)


@gates.administrator("GET", "POST")
def question_new(request: Request, slug: str) -> HttpResponse:
    found = find(slug)
    version = newest(found)
    form = QuestionForm(_sent(request), version=version, country=found.country)
    if form.is_valid():
        made = form.made()
        try:
            building.write_question(
                found,
                made,
                organisations=form.cleaned_data["organisations"],
                seen=building.mark_of_question(version, made.key),
                by=request.user,
            )
            return _back(request, slug, f"question-{made.key}")
        except building.TooMany:
            form.add_error(None, _("A form takes %(most)s questions at most.")
                           % {"most": MOST_QUESTIONS})  # fmt: skip
        except building.ChangedMeanwhile:
            form.add_error(None, _("Another question with the same short name has just come."))
    return _page(request, "question", found, version, form)


@gates.administrator("GET", "POST")
def question(request: Request, slug: str, key: str) -> HttpResponse:
    found = find(slug)
    version = newest(found)
    there = version.question(key)
    if there is None:
        raise Http404
    form = QuestionForm(
        _sent(request), version=version, country=found.country, question=there,
        initial={"seen": building.mark_of_question(version, key)},
    )  # fmt: skip
    if form.is_valid():
        try:
            building.write_question(
                found,
                form.made(),
                organisations=form.cleaned_data["organisations"],
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
            return _back(request, slug, f"question-{key}")
        except building.ChangedMeanwhile:
            _refuse(form, found, lambda now: building.mark_of_question(now, key))
    return _page(request, "question", found, version, form, question=there)


@gates.administrator("POST")
def question_removal(request: Request, slug: str, key: str) -> HttpResponse:
    try:
        building.remove_question(
            find(slug), key, seen=request.POST.get("seen", ""), by=request.user
        )
    except building.ChangedMeanwhile:
        messages.warning(request, _("Somebody has changed the question since you opened it. Look "
                                    "at it, then remove it."))  # fmt: skip
        return redirect("desk-form-question", slug=slug, key=key)
    messages.success(request, _("The question is removed from the draft."))
    return _back(request, slug, "questions", is_said=True)


@gates.administrator("GET", "POST")
def matter_new(request: Request, slug: str) -> HttpResponse:
    found = find(slug)
    version = newest(found)
    form = MatterForm(_sent(request))
    if form.is_valid():
        names = form.texts("name")
        taken = {*version.matter_keys, *found.matters.values_list("key", flat=True)}
        key = new_key(names["sv"], taken, between="-")
        try:
            seen = building.mark_of_matter(version, key)
            building.write_matter(found, key=key, names=names, seen=seen, by=request.user)
            return _back(request, slug, f"matter-{key}")
        except building.TooMany:
            form.add_error(None, _("A form takes %(most)s kinds of matter at most.")
                           % {"most": MOST_MATTERS})  # fmt: skip
        except building.ChangedMeanwhile:
            form.add_error(None, _("Another kind of matter with this name has just come."))
    return _page(request, "matter", found, version, form)


@gates.administrator("GET", "POST")
def matter(request: Request, slug: str, key: str) -> HttpResponse:
    found = find(slug)
    version = newest(found)
    names = next((one["names"] for one in version.matters if one["key"] == key), None)
    if names is None:
        raise Http404
    begun = {"seen": building.mark_of_matter(version, key)}
    form = MatterForm(_sent(request), names=names, initial=begun)
    if form.is_valid():
        try:
            building.write_matter(
                found, key=key, names=form.texts("name"), seen=form.cleaned_data["seen"],
                by=request.user,
            )  # fmt: skip
            return _back(request, slug, f"matter-{key}")
        except building.ChangedMeanwhile:
            _refuse(form, found, lambda now: building.mark_of_matter(now, key))
    return _page(request, "matter", found, version, form, key=key)


@gates.administrator("POST")
def matter_removal(request: Request, slug: str, key: str) -> HttpResponse:
    try:
        building.remove_matter(find(slug), key, seen=request.POST.get("seen", ""), by=request.user)
    except building.ChangedMeanwhile:
        messages.warning(request, _("Somebody has changed the kind of matter since you opened it. "
                                    "Look at it, then remove it."))  # fmt: skip
        return redirect("desk-form-matter", slug=slug, key=key)
    messages.success(request, _("The kind of matter is removed from the draft. Tickets that have "
                                "it keep it."))  # fmt: skip
    return _back(request, slug, "matters", is_said=True)


@gates.administrator("POST")
def order(request: Request, slug: str) -> HttpResponse:
    """Puts a question or a kind of matter at a place; sent twice it stays there."""
    found = find(slug)
    form = OrderForm(request.POST)
    if not form.is_valid():
        return redirect("desk-form", slug=slug)
    data = form.cleaned_data
    building.move(found, data["what"], data["key"], to=data["to"], by=request.user)
    return _back(request, slug, data["what"], is_said=True)


def _sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _back(request: Request, slug: str, place: str, *, is_said: bool = False) -> HttpResponse:
    if not is_said:
        messages.success(request, _("Saved in the draft. Customers meet it when it is published."))
    return redirect(f"{reverse('desk-form', args=[slug])}#{place}")


def _refuse(form: Any, found: Form, mark: Any) -> None:
    """Says who came before; what was typed stays, and can be saved over it on purpose."""
    now = newest(found)
    who = {"name": now.edited_by or "?", "when": dates.moment(now.edited_at)}
    form.add_error(None, _("%(name)s has changed this in the meantime (%(when)s), so nothing was "
                           "saved. What you wrote stands here still. Save again to write over "
                           "the other change.") % who)  # fmt: skip
    form.data = form.data.copy()
    form.data["seen"] = mark(now)


def _page(
    request: Request, name: str, found: Form, version: FormVersion, form: Any, **more: Any
) -> HttpResponse:
    context = {"ticket_form": found, "version": version, "form": form, **more}
    status = 422 if form.is_bound else 200
    return page(request, f"tickets/desk/forms/{name}.html", context, status=status)
