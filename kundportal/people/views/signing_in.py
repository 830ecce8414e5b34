"""Signing in and out: allauth's views behind our gates."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.views import LoginView, LogoutView
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.lib.pages import page
from kundportal.people import attempts, gates, passkeys
from kundportal.people.forms import SignInForm
from kundportal.people.models import IdentityProvider
from kundportal.people.passkey_forms import ShowPasskeyForm
from kundportal.people.sign_on import starting
from kundportal.people.sign_on_forms import WorkAccountForm

WAIT_SECONDS = 5 * 60


class _SignIn(LoginView):
    """By address and password, or by a passkey alone."""

    form_class = SignInForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "credential" in request.POST:
            return self._by_passkey(ShowPasskeyForm(request.POST))
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def _by_passkey(self, shown: ShowPasskeyForm) -> HttpResponse:
        if not shown.is_valid():
            form = SignInForm(request=self.request)
            context = self.get_context_data(form=form, passkey=shown)
            return attempts.answered(self.render_to_response(context), shown)
        shown.note_use()
        person = shown.cleaned_data["credential"].user
        login = Login(user=person, email=person.email, redirect_url=self.get_next_url())
        response: HttpResponse = perform_login(self.request, login)
        return response

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        return attempts.answered(super().form_invalid(form), form)


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


@gates.anyone("POST")
@never_cache
def passkey_question(request: HttpRequest) -> HttpResponse:
    """What the browser asks its passkeys; the page's script fetches it."""
    if not ratelimit.consume(request, action="passkey_question"):
        return too_many_attempts(request, 60)
    return JsonResponse(passkeys.ask_to_show())


def too_many_attempts(request: HttpRequest, wait: int = WAIT_SECONDS) -> HttpResponse:
    """The page of status 429, which allauth shows as well (handler429)."""
    response = page(
        request, "people/too_many.html", {"minutes": attempts.minutes_of(wait)}, status=429
    )
    response.headers["Retry-After"] = str(wait)
    add_never_cache_headers(response)
    return response
