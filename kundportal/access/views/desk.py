"""Applications as those who decide on them meet them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kundportal.access.applying import AddressTaken
from kundportal.access.deciding import AlreadyDecided
from kundportal.access.forms import ApprovalForm, RefusalForm
from kundportal.access.matching import found_by_domain, match
from kundportal.access.models import AccessRequest
from kundportal.lib.pages import page
from kundportal.lib.paging import page_by_key
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models.organisation import NameTaken


@gates.administrator()
def queue(request: Request) -> HttpResponse:
    """What waits for a decision, late first; or what is decided."""
    is_decided = request.GET.get("view") == "decided"
    rows = AccessRequest.objects.for_list()
    rows = rows.decided() if is_decided else rows.to_decide()
    by = "-decided_at" if is_decided else "confirmed_at"
    shown = page_by_key(rows, by=by, after=request.GET.get("after", ""), size=50)
    context = {"page": shown, "is_decided": is_decided, "found": found_by_domain(shown.rows)}
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
        found.approve(by=request.user, **form.chosen())
    except AlreadyDecided as decided:
        return _was_decided(request, decided.application)
    except NameTaken:
        form.name_is_taken()
        return _show(request, found, approval=form)
    except AddressTaken as taken:
        form.add_error(None, _has_an_account(taken))
        return _show(request, found, approval=form)
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
    return get_object_or_404(AccessRequest.objects.confirmed().for_list(), pk=pk)


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
    form = approval or refusal
    context: dict[str, Any] = {
        "application": found,
        "match": facts,
        "earlier": found.earlier(),
        "approval": approval or ApprovalForm(application=found, suggested=facts.suggested),
        "refusal": refusal or RefusalForm(),
    }
    if form:
        context["form"] = form
    return page(request, "access/desk/request.html", context, status=422 if form else 200)
