"""How allauth behaves here: its mails go through the outbox, and nobody signs up by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundportal.people import emails, sign_on_emails
from kundportal.people.models import IdentityProvider, Person


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "The e-mail address or the password is wrong. Check both and try again."
        ),
        "too_many_login_attempts": gettext_lazy(
            "There have been too many attempts to sign in. Wait five minutes and try again, or "
            "choose a new password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("desk-tickets" if request.user.is_staff else "start")

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        return redirect("sign-in")

    def pre_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse | None:
        """Holds every way in but single sign-on shut where the organisation demands it."""
        if "sociallogin" not in (kwargs["signal_kwargs"] or {}) and (
            IdentityProvider.objects.demanded_for(user.email)
        ):
            return redirect("sign-on")
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def get_login_stages(self) -> list[str]:
        own = "kundportal.people.sign_on.adapter.SecondStep"
        stages = super().get_login_stages()
        return [own if one == "allauth.mfa.stages.AuthenticateStage" else one for one in stages]

    def set_password(self, user: Person, password: str) -> None:
        user.choose_password(password=password)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link for a mail: always to the portal's own address, whatever host was asked."""
        person, _dash, token = key.partition("-")
        return settings.SITE_URL + reverse("choose-password", args=[person, token])

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """Sends the link to choose a new password, or the first one to whoever has none yet."""
        if IdentityProvider.objects.demanded_for(user.email):
            sign_on_emails.use_sign_on(user)
            return
        if not user.has_usable_password():
            user.send_activation()
            return
        until = timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        emails.password_reset(user, link=context["password_reset_url"], until=until)

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
