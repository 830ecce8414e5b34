"""A country's checklist as staff read it and administrators publish it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.checklist.checklist_problems import Problem
from kundportal.tickets.checklist.countries import BY_SLUG, COUNTRIES
from kundportal.tickets.checklist.walk_figures import Figures
from kundportal.tickets.models import Checklist, Walk
from kundportal.tickets.models.checklist import NotReady

DAYS = (30, 90, 365)


@gates.staff()
def checklists(request: Request) -> HttpResponse:
    """Each country, with whether its customers are asked anything."""
    context = {"countries": COUNTRIES, "checklists": Checklist.objects.by_country()}
    return page(request, "tickets/desk/checklist/list.html", context)


@gates.staff()
def checklist(request: Request, country: str) -> HttpResponse:
    """The questions as they are edited, and whether they are published."""
    return _show(request, find(country))


@gates.staff()
def figures(request: Request, country: str) -> HttpResponse:
    """How customers have gone through what is published."""
    found = find(country)
    days = next((one for one in DAYS if str(one) == request.GET.get("days")), 90)
    plan = found.plan if found.published else found.draft()
    context = {
        **frame(found),
        "days": days,
        "choices": DAYS,
        "figures": Figures(plan, Walk.objects.of(found, days=days)),
    }
    return page(request, "tickets/desk/checklist/figures.html", context)


@gates.administrator("POST")
def publication(request: Request, country: str) -> HttpResponse:
    """Lets customers be asked what the draft says, or says why they can't be."""
    found = find(country)
    try:
        is_new = found.publish(by=request.user)
    except NotReady as refused:
        return _show(request, found, refused.problems, status=422)
    text = _("The checklist is published.") if is_new else _("Nothing had changed.")
    messages.success(request, text)
    return redirect("desk-checklist", country=country)


@gates.administrator("POST")
def withdrawal(request: Request, country: str) -> HttpResponse:
    """Asks customers nothing any more."""
    find(country).withdraw(by=request.user)
    messages.success(request, _("The checklist is withdrawn. What is written here stays."))
    return redirect("desk-checklist", country=country)


def find(country: str) -> Checklist:
    """The country's checklist; one that nobody has begun is empty."""
    if country not in BY_SLUG:
        raise Http404
    return Checklist.objects.of(BY_SLUG[country].code)


def frame(checklist: Checklist) -> dict[str, object]:
    """What stands on every page about a checklist."""
    return {"checklist": checklist, "country": BY_SLUG[checklist.country.lower()]}


def _show(
    request: Request,
    checklist: Checklist,
    problems: list[Problem] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    draft = checklist.draft()
    forms = {one.pk: one for one in checklist.forms()}
    withdrawn = [
        one for one in checklist.plan.ends
        if one.leads == "form" and not (one.to in forms and forms[one.to].is_offered)
    ]  # fmt: skip
    context = {
        **frame(checklist),
        "draft": draft,
        "forms": forms,
        "problems": problems or [],
        "is_changed": bool(checklist.published) and checklist.published != draft.kept(),
        "withdrawn": withdrawn,
    }
    return page(request, "tickets/desk/checklist/checklist.html", context, status=status)
