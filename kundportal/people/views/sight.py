"""Who at an organisation sees its tickets and what mails tell of them: its page, and the desk's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.history.models import Event
from kundportal.history.words import in_words
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Organisation
from kundportal.people.sight_forms import MailsForm, SightForm
from kundportal.people.sight_words import MAILS, SIGHT

CHANGES_SHOWN = 20


@gates.customer("GET", "POST")
@never_cache
def own_sight(request: Request) -> HttpResponse:
    """What the organisation has chosen, for all its people; those who may choose can change it."""
    assert request.user.organisation
    return _run(request, request.user.organisation, here="own-sight")


@gates.administrator("GET", "POST")
@never_cache
def desk_sight(request: Request, pk: int) -> HttpResponse:
    """The same for any organisation."""
    return _run(request, get_object_or_404(Organisation, pk=pk), here="desk-sight")


@gates.customer("POST")
def own_mails(request: Request) -> HttpResponse:
    """How much mails tell of the organisation's tickets."""
    assert request.user.organisation
    return _mails(request, request.user.organisation, here="own-sight")


@gates.administrator("POST")
def desk_mails(request: Request, pk: int) -> HttpResponse:
    """The same for any organisation."""
    return _mails(request, get_object_or_404(Organisation, pk=pk), here="desk-sight")


def _mails(request: Request, organisation: Organisation, *, here: str) -> HttpResponse:
    form = MailsForm(request.POST, organisation=organisation)
    if not form.is_valid():
        return _show(request, organisation, SightForm(organisation=organisation), form, here=here)
    are_bare = form.cleaned_data["mails"] == "bare"
    organisation.choose_mails(are_bare=are_bare, by=request.user)
    messages.success(request, _("Saved. It holds for the mails from now on."))
    return redirect(here, pk=organisation.pk) if request.user.is_staff else redirect(here)


def _run(request: Request, organisation: Organisation, *, here: str) -> HttpResponse:
    form = SightForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if not form.is_valid():
        return _show(request, organisation, form, here=here)
    organisation.share_sight(by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved. It holds from now on, for all tickets."))
    return redirect(here, pk=organisation.pk) if request.user.is_staff else redirect(here)


def _show(
    request: Request,
    organisation: Organisation,
    form: SightForm,
    mails_form: MailsForm | None = None,
    *,
    here: str,
) -> HttpResponse:
    words = {**SIGHT, **MAILS}
    changes = Event.objects.of(organisation).among(words)[:CHANGES_SHOWN]
    context = {
        "organisation": organisation,
        "form": form,
        "mails_form": mails_form or MailsForm(organisation=organisation),
        "here": here,
        "may_choose": organisation.may_share_sight_by(request.user),
        "coordinators": [one for one in form.people if one.is_coordinator],
        "people_count": len(form.people),
        "changes": in_words(list(changes), words),
    }
    status = 422 if form.is_bound or mails_form else 200
    return page(request, "people/sight.html", context, status=status)
