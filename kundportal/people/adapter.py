"""How allauth behaves here: its mails go through the outbox, and nobody signs up by themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundportal.people import attempts, known_browsers, reaching
from kundportal.people.models import IdentityProvider, Person


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "The e-mail address or the password is wrong. Check both and try again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("desk-tickets" if request.user.is_staff else "start")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts the try; `authenticate` takes the count back when it succeeds."""
        self._take_back = attempts.sign_in(request, credentials["email"])

    def _rollback_login_failed_rl_usage(self) -> None:
        self._take_back()

    def post_login(self, request: HttpRequest, user: Person, **told: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **told)
        response = reaching.asked(response, user)
        known_browsers.remember(request, response, user)
        return response

    def pre_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse | None:
        """Stops whoever may not sign in, and every way but single sign-on where it is demanded."""
        if not user.may_sign_in:
            clear_login(request)
            return self.respond_user_inactive(request, user)
        is_sign_on = "sociallogin" in (kwargs["signal_kwargs"] or {})
        if not is_sign_on and IdentityProvider.objects.demanded_for(user.email):
            return redirect("sign-on")
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        return redirect("sign-in")

    def get_login_stages(self) -> list[str]:
        own = "kundportal.people.sign_on.adapter.SecondStep"
        stages = super().get_login_stages()
        return [own if one == "allauth.mfa.stages.AuthenticateStage" else one for one in stages]

    def set_password(self, user: Person, password: str) -> None:
        user.choose_password(password=password)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Says in our words what allauth has done, where it is worth a word."""
        if message_template == "account/messages/logged_out.txt":
            messages.add_message(request, level, _("You are signed out."))
