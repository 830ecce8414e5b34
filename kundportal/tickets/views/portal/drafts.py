"""A customer's drafts: saved while they write, listed, continued, handed over, discarded."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.forms.creating import TicketForm
from kundportal.tickets.forms.handover import DraftHandoverForm
from kundportal.tickets.forms.replying import ReplyForm
from kundportal.tickets.intake import drafting
from kundportal.tickets.models import Draft, Form, FormVersion, Ticket
from kundportal.tickets.models.draft import Kind
from kundportal.tickets.views import saving
from kundportal.tickets.views.portal.ticket import find, show


@gates.customer()
def draft_list(request: Request) -> HttpResponse:
    """What the reader has begun and not sent."""
    return page(request, "tickets/portal/drafts.html", {"drafts": drafting.for_list(request.user)})


@gates.customer()
def draft(request: Request, once: UUID) -> HttpResponse:
    """The address of a draft: leads to the form in which it is finished."""
    found = _find(request, once)
    if found.form and Form.objects.offered_to(request.user).contains(found.form):
        return redirect(f"{reverse('ticket-form', args=[found.form.slug])}?draft={found.once}")
    ticket = Ticket.objects.visible_to(request.user).of_draft(found)
    if ticket and ticket.may_be_written_by(request.user):
        if found.kind != Kind.ANSWERS:
            return redirect(f"{ticket.url}#reply")
        if ticket.lacks_answers:
            return redirect("answers", number=ticket.number)
    return redirect(f"{reverse('drafts')}#draft-{found.once}")


@gates.customer("POST")
def removal(request: Request, once: UUID) -> HttpResponse:
    """Discards the draft, for good."""
    drafting.discard(_find(request, once))
    messages.success(request, _("The draft is discarded."))
    return redirect("drafts")


@gates.customer("GET", "POST")
def handover(request: Request, once: UUID) -> HttpResponse:
    """Gives the draft to a colleague."""
    found = _find(request, once)
    if found.kind != Kind.TICKET:
        raise Http404
    form = DraftHandoverForm(*[request.POST] if request.method == "POST" else [],
                             person=request.user)  # fmt: skip
    if form.is_valid():
        colleague = form.cleaned_data["colleague"]
        drafting.hand_over(found, to=colleague, by=request.user)
        messages.success(request, _("%(name)s has the draft now.") % {"name": colleague.name})
        return redirect("drafts")
    context = {"form": form, "draft": found}
    status = 422 if form.is_bound else 200
    return page(request, "tickets/portal/draft-handover.html", context, status=status)


@gates.customer("POST")
def ticket_draft(request: Request, slug: str) -> HttpResponse:
    """Keeps what stands in the form of a new ticket."""
    version = FormVersion.objects.asked_of(request.user, slug, request.POST.get("version", ""))
    if version is None:
        raise Http404
    form = TicketForm(
        request.POST, request.FILES, person=request.user, form=version.form, version=version
    )
    about = {"kind": Kind.TICKET, "form": version.form}
    outcome = saving.save(request, form, **about)
    if told := saving.answer(request, outcome):
        return told
    if outcome.status == 409 and outcome.revision:
        # Without a script nobody can be asked which of the two shall hold, so both are kept.
        form.rewrite(once=uuid4(), revision=0)
        outcome = saving.save(request, form, **about)
    return saving.to_list(request, outcome)


@gates.customer("POST")
def reply_draft(request: Request, number: str) -> HttpResponse:
    """Keeps what stands in the reply to a ticket."""
    ticket = find(request, number)
    form = ReplyForm(request.POST, request.FILES, owner=request.user)
    outcome = saving.save(request, form, kind=Kind.REPLY, ticket=ticket)
    if told := saving.answer(request, outcome):
        return told
    if not outcome.is_kept:
        messages.error(request, outcome.said)
        form.rewrite(revision=outcome.revision)
        return show(request, number, form=form, status=422)
    return saving.to_list(request, outcome)


def _find(request: Request, once: UUID) -> Draft:
    return get_object_or_404(Draft.objects.of(request.user), once=once)
