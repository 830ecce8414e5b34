"""What to do when our mails to a person come back: another address, or this one once more."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.lib.pages import page
from kundportal.mail.models import Address
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.reaching import trial_of


@gates.signed_in()
@never_cache
def delivery(request: Request) -> HttpResponse:
    """Whether our mails reach the reader; shown when they sign in, as long as they do not."""
    context = {
        "stopped": Address.objects.stopped().of(request.user.email),
        "trial": trial_of(request.user),
        "onward": _onward(request, request.GET.get("next", "")),
    }
    return page(request, "people/delivery.html", context)


@gates.signed_in("POST")
def trial(request: Request) -> HttpResponse:
    """The address is right: has mails sent there again, beginning with one to try it."""
    if request.user.stand_by_email():
        text = _("We have sent a mail to %(email)s. If it comes back as well, we ask you again.")
        messages.success(request, text % {"email": request.user.email})
    return redirect(_onward(request, request.POST.get("next", "")))


def _onward(request: Request, wanted: str) -> str:
    """Where the reader was headed, inside the portal."""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return resolve_url("desk-tickets" if request.user.is_staff else "start")
