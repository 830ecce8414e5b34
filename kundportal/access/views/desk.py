"""Applications as those who decide on them meet them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kundportal.access.applying import AddressTaken
from kundportal.access.deciding import AlreadyDecided
from kundportal.access.desk_forms import ApprovalForm, RefusalForm
from kundportal.access.figures import weeks
from kundportal.access.matching import found_by_domain, match
from kundportal.access.models import AccessRequest
from kundportal.lib.pages import page
from kundportal.lib.paging import page_by_key
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models.organisation import NameTaken, NumberTaken
from kundportal.people.seating import OrganisationClosed


@gates.administrator()
def queue(request: Request) -> HttpResponse:
    """What waits for a decision, late first; what waits for a seat; or what is decided."""
    every = AccessRequest.objects.for_list()
    views = {"": every.to_decide(), "seatless": every.seatless(), "decided": every.decided()}
    view = request.GET.get("view", "")
    view = view if view in views else ""
    by = {"": "promised_at", "seatless": "confirmed_at", "decided": "-decided_at"}[view]
    shown = page_by_key(views[view], by=by, after=request.GET.get("after", ""), size=50)
    context = {"page": shown, "view": view, "found": found_by_domain(shown.rows)}
    if not view:
        context["weeks"] = weeks(AccessRequest)
    return page(request, "access/desk/queue.html", context)


@gates.administrator()
def application(request: Request, pk: int) -> HttpResponse:
    """All that is known of an application, and the two ways to decide it."""
    return _show(request, _find(pk))


@gates.administrator("POST")
def approval(request: Request, pk: int) -> HttpResponse:
    """Lets the applicant in."""
    found = _find(pk)
    form = ApprovalForm(request.POST, application=found)
    if not form.is_valid():
        return _show(request, found, approval=form)
    try:
        person = found.approve(by=request.user, **form.chosen())
    except AlreadyDecided as decided:
        return _was_decided(request, decided.application)
    except OrganisationClosed:
        form.organisation_is_closed()
        return _show(request, found, approval=form)
    except NameTaken:
        form.name_is_taken()
        return _show(request, found, approval=form)
    except NumberTaken:
        form.check_number()
        return _show(request, found, approval=form)
    except AddressTaken as taken:
        form.add_error(None, _has_an_account(taken))
        return _show(request, found, approval=form)
    if person is None:
        return _is_full(request, form, found)
    messages.success(
        request,
        _("%(name)s is let in and gets a mail with a link to choose a password.")
        % {"name": found.name},
    )
    return redirect("desk-access")


@gates.administrator("POST")
def refusal(request: Request, pk: int) -> HttpResponse:
    """Turns the applicant down."""
    found = _find(pk)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _show(request, found, refusal=form)
    try:
        found.decline(by=request.user, **form.cleaned_data)
    except AlreadyDecided as decided:
        return _was_decided(request, decided.application)
    messages.success(request, _("%(name)s gets a mail with the reason.") % {"name": found.name})
    return redirect("desk-access")


def _find(pk: int) -> AccessRequest:
    return get_object_or_404(AccessRequest.objects.confirmed().for_page(), pk=pk)


def _is_full(request: Request, form: ApprovalForm, application: AccessRequest) -> HttpResponse:
    """Tells that nobody was let in, as there was no seat."""
    text = _(
        "%(organisation)s has no free seat, so nobody was let in. %(name)s stands in the waiting "
        "list and has been told. The application comes back here when a seat is free."
    )
    organisation = form.chosen()["organisation"]
    messages.warning(request, text % {"organisation": organisation, "name": application.name})
    return redirect("desk-access-request", pk=application.pk)


def _was_decided(request: Request, application: AccessRequest) -> HttpResponse:
    """Tells the second of two who decide at once what the first one did."""
    text = (
        _("%(name)s has approved the application already. Nothing more was done.")
        if application.is_approved
        else _("%(name)s has declined the application already. Nothing more was done.")
    )
    messages.warning(request, text % {"name": application.decided_by})
    return redirect("desk-access-request", pk=application.pk)


def _has_an_account(taken: AddressTaken) -> str:
    return _(
        "%(email)s has an account already, as %(name)s. Nothing was done. Decline the application "
        "and tell the applicant to sign in."
    ) % {"email": taken.person.email, "name": taken.person.name}


def _show(
    request: Request,
    found: AccessRequest,
    *,
    approval: ApprovalForm | None = None,
    refusal: RefusalForm | None = None,
) -> HttpResponse:
    facts = match(found)
    form, place = approval or refusal, facts.place
    suggested = None if place and place.is_closed else place
    context: dict[str, Any] = {
        "application": found,
        "match": facts,
        "earlier": found.earlier(),
        "place": place,
        "objections": found.objections.select_related("by__organisation").order_by("pk"),
        "approval": approval or ApprovalForm(application=found, suggested=suggested),
        "refusal": refusal or RefusalForm(),
    }
    if form:
        context["form"] = form
    return page(request, "access/desk/request.html", context, status=422 if form else 200)
