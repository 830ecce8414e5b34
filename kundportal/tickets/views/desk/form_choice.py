"""An agent gives a ticket another form."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundportal.lib.pages import page
from kundportal.lib.reader import writing_for
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import guarding
from kundportal.tickets.asking import changing_form
from kundportal.tickets.forms.answering import ChoiceForm
from kundportal.tickets.models import Answers, Form, FormVersion, Handling, Ticket
from kundportal.tickets.views.desk.ticket import find


@gates.staff("GET", "POST")
def choice(request: Request, number: str) -> HttpResponse:
    """The forms that the ticket may get; when one is chosen, what follows from it."""
    handling = find(number)
    ticket, organisation = handling.ticket, handling.organisation
    forms = list(Form.objects.offered_at(organisation.country, organisation.pk))
    slug = request.GET.get("form", "")
    if not slug:
        context = {"handling": handling, "ticket": ticket, "forms": forms}
        return page(request, "tickets/desk/form_choice.html", context)
    chosen = next((one for one in forms if one.slug == slug), None)
    version = FormVersion.objects.current(chosen, organisation.pk) if chosen else None
    if version is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = ChoiceForm(sent, version=version, initial=_begun(ticket, version))
    show = partial(_page, request, handling, forms, version, form)
    if not form.is_valid():
        return show()
    if question := guarding.stop(request, form, again=show):
        return question
    return _move(request, ticket, version, form)


def _move(request: Request, ticket: Ticket, version: FormVersion, form: ChoiceForm) -> HttpResponse:
    change = partial(changing_form.change, ticket, version=version, by=request.user)
    outcome = guarding.send(form, change, by=request.user, about=ticket)
    asked = len(outcome.missing) if outcome else 0
    if asked:
        words = ngettext(
            "The ticket has changed form. The customer has been asked for %(num)s answer.",
            "The ticket has changed form. The customer has been asked for %(num)s answers.",
            asked,
        )
        messages.success(request, words % {"num": asked})
    else:
        messages.success(request, _("The ticket has changed form. Nothing is missing."))
    return redirect("desk-ticket", number=ticket.number)


def _page(
    request: Request, handling: Handling, forms: list[Form], version: FormVersion, form: ChoiceForm
) -> HttpResponse:
    ticket = handling.ticket
    answers = Answers.objects.with_version(ticket)
    outcome = changing_form.compare(answers, version, ticket.product, form.initial["matter"])
    kept = {one.key: one.label for one in version.asked}
    old = answers.version.all_questions if answers else []
    context = {
        "handling": handling,
        "ticket": ticket,
        "forms": forms,
        "version": version,
        "chosen": version.form,
        "form": form,
        "carried": [kept[key] for key in outcome.carried],
        "left": [one.label for one in old if one.key in outcome.left],
        "missing": [one.label for one in outcome.missing],
    }
    status = 422 if form.is_bound else 200
    return page(request, "tickets/desk/form_choice.html", context, status=status)


def _begun(ticket: Ticket, version: FormVersion) -> dict[str, Any]:
    """The ticket's own product and kind of matter where they fit, and words to the customer."""
    fits = not version.products or ticket.product_id in version.products
    same = version.form.matters.asked_in(version.matter_keys).of_key(ticket.matter.key)
    with writing_for(ticket.created_by):
        address = f"{settings.SITE_URL}{reverse('answers', args=[ticket.number])}"
        text = _("Your ticket belongs to the form “%(form)s”, so I have moved it there. What you "
                 "have written is still there. We need a few more answers from you to go on: "
                 "[answer the questions](%(address)s).")  # fmt: skip
        words = text % {"form": version.name, "address": address}
    return {"product": ticket.product_id if fits else None, "matter": same, "text": words}
