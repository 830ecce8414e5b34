"""What allauth asks of us about identity providers, and where it hands over its answers."""

from __future__ import annotations

import logging
from typing import Any

import requests
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.http import HttpRequest

from kundportal.lib import outbound
from kundportal.people import sign_on
from kundportal.people.models import IdentityProvider, Person
from kundportal.people.sign_on import discovery, linking, pages
from kundportal.people.sign_on.claims import BadAnswer

log = logging.getLogger(__name__)


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Nobody signs up by single sign-on: it lets in people who are here already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        return False  # our own rules decide, in `linking`

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:
        return sociallogin.user

    def get_requests_session(self) -> requests.Session:
        return discovery.session()

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        number = sign_on.organisation_of(provider or "")
        found = IdentityProvider.objects.active().of(number) if number is not None else None
        return [found.as_app()] if found else []

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """An answer holds; now decides whom it lets in, if anybody."""
        provider = _provider(sociallogin.account.provider)
        if sociallogin.claims.nonce != sociallogin.state.get("nonce"):
            raise ImmediateHttpResponse(pages.failed(request, provider, "nonce"))
        try:
            link = linking.admitted(provider, sociallogin.claims)
        except linking.Refused as refusal:
            log.info("single sign-on at %s lets nobody in: %s", provider.name, refusal.reason)
            response = pages.refused(request, provider, refusal.reason, sociallogin.claims.email)
            raise ImmediateHttpResponse(response) from None
        sociallogin.account, sociallogin.user = link, link.user
        provider.note_use()

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Something in the talk went wrong; says so on a page of ours, and to staff."""
        found = _provider(provider.sub_id)
        response = pages.failed(request, found, _reason(error, exception, extra_context or {}))
        raise ImmediateHttpResponse(response)


class SecondStep(AuthenticateStage):
    """Asks for the second factor, unless the identity provider has seen one."""

    def handle(self) -> tuple[Any, bool]:
        login = (self.login.signal_kwargs or {}).get("sociallogin")
        self.login.signal_kwargs = None  # nothing of it is to wait in the session
        if login and login.claims.is_strong:
            person: Person = self.login.user
            record_authentication(self.request, person, "mfa", type="sign-on")
            return None, True
        return super().handle()  # type: ignore[no-any-return]


def _provider(name: str) -> IdentityProvider:
    number = sign_on.organisation_of(name)
    found: IdentityProvider | None = IdentityProvider.objects.of(number) if number else None
    if found is None:
        raise SocialApp.DoesNotExist
    return found


def _reason(error: Any, exception: Exception | None, context: dict[str, Any]) -> str:
    """One code for what allauth tells."""
    if error == AuthError.CANCELLED:
        return "cancelled"
    if isinstance(exception, BadAnswer):
        return exception.reason
    if isinstance(exception, requests.RequestException):
        return outbound.why_not(exception)
    if exception is None and context.get("state") is None:
        return "stale"
    return "declined"
