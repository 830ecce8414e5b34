"""The link to the application, sent to somebody who calls."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kundportal.access.desk_forms import InvitationForm
from kundportal.access.invitations import stages
from kundportal.access.models import AccessRequest, Invitation
from kundportal.lib.pages import page
from kundportal.lib.paging import page_by_key
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Person

WAIT_SECONDS = 60 * 60


@gates.staff("GET", "POST")
def invitations(request: Request) -> HttpResponse:
    """Sends the link to an address, and shows how far those have come who got it."""
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, form, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    if not ratelimit.consume(request, action="invite", key=given["email"], user=request.user):
        form.add_error("email", _("The link has been sent there often. Wait an hour."))
        response = _show(request, form, status=429)
        response.headers["Retry-After"] = str(WAIT_SECONDS)
        return response
    Invitation.objects.send(by=request.user, **given)
    messages.success(request, _("The link is sent to %(email)s.") % {"email": given["email"]})
    return redirect("desk-access-invitations")


def _show(request: Request, form: InvitationForm, *, status: int) -> HttpResponse:
    rows = Invitation.objects.for_list()
    shown = page_by_key(rows, by="-sent_at", after=request.GET.get("after", ""), size=50)
    context = {
        "page": shown,
        "form": form,
        "stages": stages(AccessRequest.objects.all(), Person.objects.all(), shown.rows),
    }
    return page(request, "access/desk/invitations.html", context, status=status)
