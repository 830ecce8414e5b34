"""How a customer creates a ticket."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kundportal.lib.pages import go_to, page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import guarding
from kundportal.tickets.checklist import walking
from kundportal.tickets.forms.creating import TicketForm
from kundportal.tickets.models import Checklist, Draft, Form, FormVersion, Ticket

LONGEST_TITLE = 150


@gates.customer()
def choose_form(request: Request) -> HttpResponse:
    """The forms to choose from; where there is one, that one, which has a way to the checklist."""
    forms = list(Form.objects.offered_to(request.user).select_related("version"))
    title = _title(request)
    along = f"?{urlencode({'title': title})}" if title else ""
    if len(forms) == 1:
        return redirect(reverse("ticket-form", args=[forms[0].slug]) + along)
    has_checklist = Checklist.objects.is_published_to(request.user)
    context = {"forms": forms, "has_checklist": has_checklist, "along": along}
    return page(request, "tickets/portal/forms.html", context)


@gates.customer("GET", "POST")
def new_ticket(request: Request, slug: str) -> HttpResponse:
    """The form for a new ticket, which asks what its version asks."""
    return _answer(request, slug)


@gates.customer("POST")
def new_ticket_preview(request: Request, slug: str) -> HttpResponse:
    """Without scripts: the form again, with the description as it would look; nothing is sent."""
    return _answer(request, slug, only_looks=True)


def _answer(request: Request, slug: str, *, only_looks: bool = False) -> HttpResponse:
    version = FormVersion.objects.asked_of(request.user, slug, request.POST.get("version", ""))
    if version is None:
        raise Http404
    form = TicketForm(
        *(request.POST, request.FILES) if request.method == "POST" else (),
        person=request.user,
        form=version.form,
        version=version,
        draft=_draft(request, version.form),
        initial={"title": _title(request)},
    )
    show = partial(_show, request, form)
    is_ready = form.is_valid()
    if only_looks:
        return show(preview=form.cleaned_data.get("text", ""))
    if not is_ready:
        return show()
    if question := guarding.stop(request, form, again=show):
        return question
    create = partial(Ticket.objects.create_from_form, by=request.user, form=version.form)
    ticket = guarding.send(form, create, by=request.user)
    walking.led_to(request.session, ticket)
    return go_to(request, reverse("ticket", args=[ticket.number]))


def _show(request: Request, form: TicketForm, *, preview: str = "") -> HttpResponse:
    context = {
        "form": form,
        "preview": preview,
        "ticket_form": form.form,
        "version": form.version,
        "has_checklist": Checklist.objects.is_published_to(request.user),
    }
    if not form.version.is_still_taken:
        context["others"] = Form.objects.offered_to(request.user)
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "tickets/portal/new.html", context, status=status)


def _title(request: Request) -> str:
    """What the reader has searched for without finding it, to begin with."""
    return " ".join(request.GET.get("title", "").replace("\0", " ").split())[:LONGEST_TITLE]


def _draft(request: Request, form: Form) -> Draft | None:
    """The draft that the address names, if it is the reader's; else none, or 404."""
    if request.method == "POST" or not (named := request.GET.get("draft")):
        return None
    try:
        once = UUID(named)
    except ValueError:
        raise Http404 from None
    found = Draft.objects.to_continue(request.user, once, form)
    if found is None:
        raise Http404
    return found
