"""Signing in and out: allauth's views behind our gates."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.forms import SignInForm
from kundportal.people.models import IdentityProvider
from kundportal.people.sign_on import starting
from kundportal.people.sign_on_forms import WorkAccountForm

WAIT_SECONDS = 5 * 60


class _SignIn(LoginView):
    form_class = SignInForm

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        if form.has_error("__all__", "too_many_login_attempts"):
            response.status_code = 429
            response.headers["Retry-After"] = str(WAIT_SECONDS)
        return response


@gates.anyone("GET", "POST")
def sign_in(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Signs in, and goes on to where the person was headed."""
    if request.method == "POST":
        typed = WorkAccountForm({"email": request.POST.get("login")})
        if typed.is_valid() and (provider := _demanded(typed.cleaned_data["email"])):
            if not ratelimit.consume(request, action="sign_on"):
                return too_many_attempts(request)
            return starting.begin(request, provider)
    response: HttpResponse = _SignIn.as_view()(request, **kwargs)
    return response


def _demanded(email: str) -> IdentityProvider | None:
    """By which server alone one signs in with such an address; whoever has it, if anybody."""
    provider: IdentityProvider | None = IdentityProvider.objects.demanded_for(email)
    return provider


@gates.anyone("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session here; the one at an identity provider is not ours to end."""
    row = request.session.row if request.user.is_authenticated else None  # type: ignore[attr-defined]
    response: HttpResponse = LogoutView.as_view()(request)
    if row and row.by_sign_on:
        messages.info(request, _("You may still be signed in at your organisation. At a computer "
                                 "that others use: sign out there as well."))  # fmt: skip
    return response


def too_many_attempts(request: HttpRequest, wait: int = WAIT_SECONDS) -> HttpResponse:
    """The page of status 429, which allauth shows as well (handler429)."""
    response = page(request, "people/too_many.html", {"minutes": wait // 60}, status=429)
    response.headers["Retry-After"] = str(wait)
    add_never_cache_headers(response)
    return response
