"""The second factor: setting it up, recovery codes, and showing it when signing in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import (
    reauthenticate_by_password,
)
from allauth.mfa.base.views import AuthenticateView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kundportal.lib.pages import page
from kundportal.people import attempts, factors, gates, passkeys
from kundportal.people.forms import PresentPasswordForm, SecondStepForm, SetUpCodesForm
from kundportal.people.gates import Request
from kundportal.people.models import IdentityProvider
from kundportal.people.passkey_forms import SecondStepPasskeyForm

View = Callable[..., HttpResponse]


def password_again(view: View, *, back: str = "factors") -> View:
    """Sends whoever has not written their password lately to do so, and back.

    What was posted can't be sent again by going back to it, so that leads to the page `back`.
    """

    @wraps(view)
    def asked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if factors.is_sure(request):
            return view(request, *args, **kwargs)
        following = request.path if request.method in {"GET", "HEAD"} else reverse(back)
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': following})}")

    return asked


@gates.entered("GET", "POST")
@never_cache
@sensitive_post_parameters("old")
def confirm(request: Request) -> HttpResponse:
    """Asks for the password again, or to sign in anew by single sign-on, before what matters."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    local = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted[:1] == "/"
    following = wanted if local and wanted.isprintable() else reverse("factors")
    form = PresentPasswordForm(
        request.POST if request.method == "POST" else None, person=request.user
    )
    if not form.is_valid():
        sign_on = IdentityProvider.objects.answering_for(request.user.email)
        context = {"form": form, "following": following, "sign_on": sign_on}
        return attempts.answered(page(request, "account/reauthenticate.html", context), form)
    reauthenticate_by_password(request)
    return redirect(following)


@gates.entered()
@never_cache
def index(request: Request) -> HttpResponse:
    """What the person has, and whether they must have it."""
    context = {
        "factors": factors.of(request.user),
        "is_demanded": request.user.must_have_factor,
        "demand": request.user.organisation and request.user.organisation.demand,
        "is_shown": factors.are_shown(request),
    }
    return page(request, "mfa/index.html", context)


@gates.entered("GET", "POST")
@never_cache
@password_again
def codes(request: Request) -> HttpResponse:
    """Sets up an app for one-time codes."""
    held = factors.of(request.user)
    if held.codes or not factors.may_grow(request, held):
        return redirect("factors")
    secret = factors.offered_secret(request)
    form = SetUpCodesForm(
        request.POST if request.method == "POST" else None, person=request.user, secret=secret
    )
    if not form.is_valid():
        context = {
            "form": form,
            "picture": factors.picture_of(request.user, secret),
            "groups": [secret[at : at + 4] for at in range(0, len(secret), 4)],
        }
        return attempts.answered(page(request, "mfa/totp/activate_form.html", context), form)
    factors.add_codes(request, person=request.user, secret=secret)
    messages.success(request, _("One-time codes are on. Now keep your recovery codes."))
    return redirect("factors-recovery")


@gates.signed_in("POST")
@password_again
def remove_codes(request: Request) -> HttpResponse:
    """Ends one-time codes."""
    if not factors.remove_codes(person=request.user):
        raise Http404
    messages.success(request, _("One-time codes are off."))
    return redirect("factors")


@gates.signed_in("GET", "POST")
@never_cache
@password_again
def recovery(request: Request) -> HttpResponse:
    """Shows the recovery codes that are left, or makes new ones."""
    held = factors.of(request.user)
    if not held:
        return redirect("factors")
    if request.method == "POST":
        factors.renew_recovery_codes(person=request.user)
        messages.success(request, _("Here are your new recovery codes. The old ones are gone."))
        return redirect("factors-recovery")
    return page(request, "mfa/recovery_codes/index.html", {"codes": held.recovery_codes})


class _SecondStep(AuthenticateView):
    """By a code or by a passkey, as the person has them."""

    auth_form: SecondStepForm
    webauthn_form = None
    passkey_form: SecondStepPasskeyForm

    def _build_forms(self) -> SecondStepForm | SecondStepPasskeyForm:
        person = self.stage.login.user
        sent = self.request.POST if self.request.method == "POST" else None
        by_passkey = sent is not None and "credential" in sent
        self.auth_form = SecondStepForm(user=person, data=None if by_passkey else sent)
        self.passkey_form = SecondStepPasskeyForm(sent if by_passkey else None, user=person)
        return self.passkey_form if by_passkey else self.auth_form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        held = factors.of(self.stage.login.user)
        return context | {"factors": held, "passkey": self.passkey_form}

    def form_invalid(self, form: SecondStepForm | SecondStepPasskeyForm) -> HttpResponse:
        return attempts.answered(super().form_invalid(form), form)


class _SecondStepQuestion(AuthenticateView):
    """What the browser asks the passkeys of whoever has written their password."""

    webauthn_form = None

    def _build_forms(self) -> None:
        pass

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return JsonResponse(passkeys.ask_to_show(self.stage.login.user))


@gates.anyone("GET", "POST")
@sensitive_post_parameters("code")
def second_step(request: HttpRequest) -> HttpResponse:
    """Asks for the code, between the password and being signed in."""
    response: HttpResponse = _SecondStep.as_view()(request)
    return response


@gates.anyone("POST")
@never_cache
def second_step_question(request: HttpRequest) -> HttpResponse:
    """The page's script fetches it."""
    response: HttpResponse = _SecondStepQuestion.as_view()(request)
    return response
