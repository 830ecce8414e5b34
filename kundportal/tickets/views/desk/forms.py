"""The forms as the vendor builds them: the list, one with its draft, and what is done to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Organisation, Person
from kundportal.people.texts_form import LANGUAGES
from kundportal.products.models import Product
from kundportal.tickets.asking import building
from kundportal.tickets.asking.form_problems import problems_of
from kundportal.tickets.asking.questions import MATTER, PRODUCT, Question
from kundportal.tickets.checklist import countries
from kundportal.tickets.forms.building import NewForm
from kundportal.tickets.forms.creating import TicketForm
from kundportal.tickets.models import Form, FormVersion

MOST_NAMED = 300


@gates.staff()
def form_list(request: Request) -> HttpResponse:
    """All forms: where they are met, what they are for, their state and how often they are used."""
    context = {
        "forms": Form.objects.for_list(),
        "countries": dict(countries.choices()),
        "products": names_of_products(),
    }
    return page(request, "tickets/desk/forms/list.html", context)


@gates.administrator("GET", "POST")
def form_new(request: Request) -> HttpResponse:
    form = NewForm(request.POST if request.method == "POST" else None)
    return _begin(request, form, building.create)


@gates.administrator("GET", "POST")
def form_copy(request: Request, slug: str) -> HttpResponse:
    """A new form that begins as a copy of this one."""
    source = find(slug)
    names = {code: _("%(name)s (copy)") % {"name": name} for code, name in source.names.items()}
    sent = request.POST if request.method == "POST" else None
    form = NewForm(sent, names=names, initial={"country": source.country})
    return _begin(request, form, partial(building.copy, source), source=source)


def _begin(
    request: Request, form: NewForm, make: Callable[..., Form], source: Form | None = None
) -> HttpResponse:
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = make(
                slug=data["slug"],
                country=data["country"],
                names=form.texts("name"),
                by=request.user,
            )
            return redirect("desk-form", slug=made.slug)
        except building.AddressTaken:
            form.add_error("slug", _("Another form has the address “%(slug)s”.") % data)
    status = 422 if form.is_bound else 200
    context = {"form": form, "source": source}
    return page(request, "tickets/desk/forms/new.html", context, status=status)


@gates.staff()
def form_page(request: Request, slug: str) -> HttpResponse:
    """The form as it will be when the draft is published; without a draft, as it is."""
    return show(request, find(slug))


@gates.staff()
def form_version(request: Request, slug: str, number: int) -> HttpResponse:
    """A version as it was published, or as the draft stands."""
    form = find(slug)
    version = get_object_or_404(FormVersion.objects.of_form(form), number=number)
    context = _shown(form, version)
    return page(request, "tickets/desk/forms/version.html", context)


@gates.administrator("POST")
def publication(request: Request, slug: str) -> HttpResponse:
    form = find(slug)
    try:
        version = building.publish(form, seen=request.POST.get("seen", ""), by=request.user)
    except building.ChangedMeanwhile:
        messages.warning(request, _("The draft has been changed since you looked at it. Look "
                                    "through it once more, then publish it."))  # fmt: skip
    except building.NotReady:
        messages.error(request, _("The form can't be published yet. See what is missing below."))
    else:
        messages.success(request, _("Version %(number)s is published. Customers meet it from now "
                                    "on.") % {"number": version.number})  # fmt: skip
    return redirect("desk-form", slug=slug)


@gates.administrator("POST")
def draft_removal(request: Request, slug: str) -> HttpResponse:
    """Throws the draft away."""
    building.discard(find(slug), by=request.user)
    messages.success(request, _("The draft is thrown away. What is published stays."))
    return redirect("desk-form", slug=slug)


@gates.administrator("POST")
def offering(request: Request, slug: str) -> HttpResponse:
    """Withdraws the form from customers, or offers it again."""
    is_offered = request.POST.get("offered") == "yes"
    building.offer(find(slug), is_offered=is_offered, by=request.user)
    if is_offered:
        messages.success(request, _("Customers can choose the form again."))
    else:
        messages.success(request, _("Customers no longer meet the form. Who has it open can send "
                                    "it for 24 hours."))  # fmt: skip
    return redirect("desk-form", slug=slug)


@gates.staff("GET", "POST")
def preview(request: Request, slug: str) -> HttpResponse:
    """The very form that customers fill in, as those of an organisation would meet it.

    Without scripts it is sent to itself, to show what follows from the answers; nothing is kept.
    """
    typed = request.GET.get("organisation", "").strip().replace("\0", "")
    organisation = Organisation.objects.open().named(typed) if typed else None
    version = FormVersion.objects.previewed(slug, organisation.pk if organisation else None)
    if version is None:
        raise Http404
    form = version.form
    if organisation and organisation.country != form.country:
        organisation = None
    as_person = Person(organisation=organisation)
    filled_in = TicketForm(person=as_person, form=form, version=version)
    if request.method == "POST":
        filled_in = filled_in.again(request.POST)
    context = {
        "form": filled_in,
        "ticket_form": form,
        "version": version,
        "is_preview": True,
        "typed": typed,
        "organisation": organisation,
        "is_met": version.is_met,
        "organisations": Organisation.objects.open()
        .in_country(form.country)
        .by_name()[:MOST_NAMED],
    }
    return page(request, "tickets/portal/new.html", context)


def find(slug: str) -> Form:
    return get_object_or_404(Form.objects.select_related("version"), slug=slug)


def newest(form: Form) -> FormVersion:
    """What is edited: the draft, or what the next draft begins as."""
    found = FormVersion.objects.of_form(form).first()
    if found is None:
        raise Http404
    return found


def show(request: Request, form: Form, *, status: int = 200) -> HttpResponse:
    versions = list(FormVersion.objects.of_form(form))
    version = versions[0]
    context = {
        **_shown(form, version),
        "versions": versions,
        "problems": problems_of(version) if version.is_draft else [],
        "seen": version.mark() if version.is_draft else "",
    }
    return page(request, "tickets/desk/forms/form.html", context, status=status)


def names_of_products() -> dict[int, str]:
    return dict(Product.objects.values_list("pk", "name"))


def _shown(form: Form, version: FormVersion) -> dict[str, Any]:
    audiences: dict[str, list[str]] = {}
    prefetch_related_objects([version], "audiences__organisation")
    for one in sorted(version.audiences.all(), key=lambda one: one.organisation.name):
        audiences.setdefault(one.key, []).append(one.organisation.name)
    products = names_of_products()
    version.form = form
    return {
        "ticket_form": form,
        "version": version,
        "names": {code: version.names[code] for code in LANGUAGES if code in version.names},
        "country": dict(countries.choices()).get(form.country, form.country),
        "products": [products[pk] for pk in version.products if pk in products],
        "audiences": audiences,
        "conditions": {
            one.key: _condition(version, one, products) for one in version.all_questions if one.of
        },
    }


def _condition(version: FormVersion, one: Question, products: dict[int, str]) -> dict[str, str]:
    """On what a question hangs, in words."""
    if one.of == PRODUCT:
        source, words = _("Product"), {str(pk): name for pk, name in products.items()}
    elif one.of == MATTER:
        source, words = _("Kind of matter"), version.matter_names()
    else:
        of = version.question(one.of)
        source, words = (of.label, of.choices) if of else ("?", {})
    said = [words.get(value, "?") for value in one.values]
    return {"source": source, "values": ", ".join(said)}
