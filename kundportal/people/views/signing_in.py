"""Signing in and out: allauth's views behind our gates."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from kundportal.lib.pages import page
from kundportal.people import attempts, gates
from kundportal.people.forms import SignInForm

WAIT_SECONDS = 5 * 60


class _SignIn(LoginView):
    form_class = SignInForm

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        return attempts.answered(super().form_invalid(form), form)


@gates.anyone("GET", "POST")
def sign_in(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Signs in, and goes on to where the person was headed."""
    response: HttpResponse = _SignIn.as_view()(request, **kwargs)
    return response


@gates.anyone("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = LogoutView.as_view()(request)
    return response


def too_many_attempts(request: HttpRequest, wait: int = WAIT_SECONDS) -> HttpResponse:
    """The page of status 429, which allauth shows as well (handler429)."""
    response = page(
        request, "people/too_many.html", {"minutes": attempts.minutes_of(wait)}, status=429
    )
    response.headers["Retry-After"] = str(wait)
    add_never_cache_headers(response)
    return response
