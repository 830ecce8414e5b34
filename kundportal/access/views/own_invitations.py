"""The link to the application, sent by an organisation's administrators to a colleague."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.access.invitations import stages
from kundportal.access.models import AccessRequest, Invitation
from kundportal.access.people_forms import ColleagueForm
from kundportal.access.views.invitations import WAIT_SECONDS
from kundportal.lib.pages import page
from kundportal.lib.paging import page_by_key
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Person


@gates.customer("GET", "POST")
@never_cache
def invitations(request: Request) -> HttpResponse:
    """Sends the link to a colleague, and shows how far those have come who got it."""
    form = ColleagueForm(request.POST if request.method == "POST" else None, by=request.user)
    if not form.is_valid():
        return _show(request, form, status=422 if form.is_bound else 200)
    given, own = form.cleaned_data, request.user.organisation
    assert own is not None
    key = f"{own.pk}:{given['email']}"
    if not ratelimit.consume(request, action="invite_colleague", key=key, user=request.user):
        form.add_error("email", _("The link has been sent there often. Wait an hour."))
        response = _show(request, form, status=429)
        response.headers["Retry-After"] = str(WAIT_SECONDS)
        return response
    Invitation.objects.send(by=request.user, organisation=own, **given)
    messages.success(request, _("The link is sent to %(email)s.") % {"email": given["email"]})
    return redirect("own-invitations")


def _show(request: Request, form: ColleagueForm, *, status: int) -> HttpResponse:
    own = request.user.organisation
    assert own is not None
    rows = Invitation.objects.of(own)
    shown = page_by_key(rows, by="-sent_at", after=request.GET.get("after", ""), size=50)
    known = AccessRequest.objects.for_organisation(own) if shown.rows else None
    people = Person.objects.of_organisation(own)
    context = {
        "organisation": own,
        "page": shown,
        "form": form,
        "stages": stages(known, people, shown.rows) if known is not None else {},
        "free": own.free_seats,
    }
    return page(request, "access/portal/invitations.html", context, status=status)
