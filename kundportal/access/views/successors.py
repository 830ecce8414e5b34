"""The link to the application, sent by staff to whoever follows when nobody is left."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kundportal.access.models import Invitation
from kundportal.access.people_forms import SuccessorForm
from kundportal.access.views.invitations import WAIT_SECONDS
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Organisation


@gates.staff("GET", "POST")
def successor(request: Request, pk: int) -> HttpResponse:
    """Only where nobody is left: else the organisation's own administrators invite."""
    found = get_object_or_404(Organisation.objects.with_nobody_left(), pk=pk)
    is_sent = request.method == "POST"
    form = SuccessorForm(request.POST if is_sent else None, language=request.user.language)
    if not form.is_valid():
        return _show(request, found, form, status=422 if is_sent else 200)
    given = form.cleaned_data
    if not ratelimit.consume(request, action="invite", key=given["email"], user=request.user):
        form.add_error("email", _("The link has been sent there often. Wait an hour."))
        response = _show(request, found, form, status=429)
        response.headers["Retry-After"] = str(WAIT_SECONDS)
        return response
    Invitation.objects.send(by=request.user, organisation=found, **given)
    messages.success(request, _("The link is sent to %(email)s.") % {"email": given["email"]})
    return redirect("desk-access-invitations")


def _show(
    request: Request, organisation: Organisation, form: SuccessorForm, *, status: int
) -> HttpResponse:
    sent = Invitation.objects.of(organisation).order_by("-pk")[:10]
    context = {"organisation": organisation, "form": form, "sent": sent}
    return page(request, "access/desk/successor.html", context, status=status)
