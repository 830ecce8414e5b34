"""The gates in front of the views: who may reach one, and with which methods.

Every view of the product has exactly one, which a test holds. Whoever is not signed in is sent to
sign in and comes back; whoever may not see a page gets the 404 of a page that does not exist.
Staff who have not shown a second factor are led to set one up.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django_htmx.middleware import HtmxDetails

from kundportal.lib.pages import go_to, is_fragment_wanted
from kundportal.people import factors
from kundportal.people.models import Person

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """What a view behind a gate gets: somebody is signed in."""

    user: Person
    htmx: HtmxDetails
    unread: tuple[int, int]  # tickets and notifications


class Gate(Protocol):
    def __call__(self, *methods: str) -> Callable[[View], View]: ...


def _gate(name: str, admits: Callable[[Person], bool] | None, *, wants_factor: bool = True) -> Gate:
    def gate(*methods: str) -> Callable[[View], View]:
        allowed = {*(methods or ("GET",))} | (
            {"HEAD"} if not methods or "GET" in methods else set()
        )

        def guard(view: View) -> View:
            @wraps(view)
            def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
                if request.method not in allowed:
                    return HttpResponseNotAllowed(sorted(allowed))
                if admits and not request.user.is_authenticated:
                    return _to_sign_in(request)
                if admits and not admits(request.user):  # type: ignore[arg-type]
                    raise Http404
                if admits and wants_factor and _lacks_factor(request):
                    return go_to(request, resolve_url("factors"))
                return view(request, *args, **kwargs)

            guarded.gate = name  # type: ignore[attr-defined]
            guarded.methods = allowed  # type: ignore[attr-defined]
            return guarded

        return guard

    return gate


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sends to the sign-in page, and from there back to a page that can be shown."""
    if is_fragment_wanted(request):
        return HttpResponse(headers={"HX-Redirect": resolve_url("sign-in")})
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    return redirect_to_login(resolve_url("start"))


def _lacks_factor(request: HttpRequest) -> bool:
    """Whether somebody who must have a second factor has not shown one in this session."""
    row = request.session.row  # type: ignore[attr-defined]
    return row.needs_factor and not factors.are_shown(request)


anyone = _gate("anyone", None)
# Signed in by the password alone, which for staff opens nothing but the way to a second factor.
entered = _gate("signed in", lambda person: True, wants_factor=False)
signed_in = _gate("signed in", lambda person: True)
customer = _gate("customer", lambda person: person.is_customer)
staff = _gate("staff", lambda person: person.is_staff)
administrator = _gate("administrator", lambda person: person.is_administrator)


def reader(request: HttpRequest) -> Person | AnonymousUser:
    """Who reads a page that is open to strangers.

    Whoever must show a second factor first, and has not, reads it as a stranger does.
    """
    if request.user.is_authenticated and _lacks_factor(request):
        return AnonymousUser()
    return request.user
