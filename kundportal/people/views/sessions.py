"""Where a person is signed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Session


@gates.signed_in()
@never_cache
def sessions(request: Request) -> HttpResponse:
    """The browsers in which the person is signed in, this one marked."""
    shown = Session.objects.of(request.user)
    context = {"sessions": shown, "here": request.session.session_key}
    return page(request, "people/sessions.html", context)


@gates.signed_in("POST")
def end(request: Request, handle: str) -> HttpResponse:
    """Signs out in one browser, which may be this one."""
    found = Session.objects.of(request.user).named(handle)
    if found is None:
        raise Http404
    if found.session_key == request.session.session_key:
        logout(request)
        messages.success(request, _("You are signed out."))
        return redirect("start")
    Session.objects.of(request.user).with_key(found.session_key).end(by=request.user)
    messages.success(request, _("You are signed out there."))
    return redirect("sessions")


@gates.signed_in("POST")
def end_others(request: Request) -> HttpResponse:
    """Signs out everywhere but here."""
    others = Session.objects.of(request.user).besides(request.session.session_key)
    number = others.end(by=request.user)
    words = ngettext(
        "You are signed out in %(number)s other browser.",
        "You are signed out in %(number)s other browsers.",
        number,
    )
    messages.success(request, words % {"number": number})
    return redirect("sessions")


@gates.entered("GET", "POST")
@never_cache
def staying(request: Request) -> HttpResponse:
    """How many seconds are left; asking alone prolongs nothing, and only a POST is a use."""
    session: Any = request.session
    session.is_in_use = request.method == "POST"
    row: Session = session.row
    left = row.seconds_left(used=session.is_in_use)
    return JsonResponse({"left": left, "longest": row.seconds_in_all})
