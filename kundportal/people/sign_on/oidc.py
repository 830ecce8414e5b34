"""OpenID Connect as allauth speaks it, and what we ask beyond that.

A nonce, PKCE, and the signature of every answer checked, also of those that came straight from the
provider.
"""

from __future__ import annotations

from typing import Any

import jwt
import requests
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from kundportal.people import sign_on
from kundportal.people.sign_on import discovery
from kundportal.people.sign_on.claims import (
    STRONG,
    BadAnswer,
    Claims,
    address_from,
    subject_from,
)

CLOCKS_DIFFER = 60
_REASONS: dict[type[Exception], str] = {
    jwt.ExpiredSignatureError: "expired",
    jwt.ImmatureSignatureError: "expired",
    jwt.InvalidAudienceError: "audience",
    jwt.InvalidIssuerError: "issuer",
    jwt.InvalidSignatureError: "signature",
}


class Adapter(OpenIDConnectOAuth2Adapter):
    """The talk between the two servers."""

    _said: dict[str, Any] | None = None

    @property
    def openid_config(self) -> dict[str, Any]:
        if self._said is None:
            self._said = discovery.fetch(self.get_provider().app.settings["server_url"])
        return self._said

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return callback_address(app.provider_id)

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, **kwargs: Any
    ) -> Any:
        said = request.GET.get("iss")
        if said is not None and said != self.openid_config["issuer"]:
            raise BadAnswer("issuer")
        return super().get_access_token_data(request, app, client, **kwargs)

    def complete_login(
        self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        said = self._checked(app, kwargs["response"].get("id_token"))
        if "email" not in said and self.openid_config.get("userinfo_endpoint"):
            said |= self._more_of(said, self._fetch_user_info(token.token))
        return self.get_provider().sociallogin_from_response(request, said)

    def _checked(self, app: Any, id_token: object) -> dict[str, Any]:
        """What the token says, if it is signed by the provider, for us, and still valid."""
        try:
            if not isinstance(id_token, str):
                raise BadAnswer("token")
            key, algorithm = self._key_of(id_token)
            said: dict[str, Any] = jwt.decode(
                id_token,
                key,
                algorithms=[algorithm],
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS_DIFFER,
                options={"require": ["exp", "iat", "sub", "aud", "iss"]},
            )
        except requests.RequestException:
            raise
        except (jwt.PyJWTError, TypeError, ValueError) as problem:
            raise BadAnswer(_REASONS.get(type(problem), "token")) from problem
        if said.get("azp", app.client_id) != app.client_id:
            raise BadAnswer("audience")
        return said

    def _key_of(self, id_token: str) -> tuple[Any, str]:
        header = jwt.get_unverified_header(id_token)
        algorithm = header.get("alg")
        if algorithm not in discovery.ALGORITHMS:
            raise BadAnswer("signature")
        keys = jwt.PyJWKSet.from_dict(discovery.fetch_keys(self.openid_config)).keys
        named = [one for one in keys if one.key_id == header.get("kid")]
        if not named and "kid" not in header and len(keys) == 1:
            named = keys
        if not named:
            raise BadAnswer("signature")
        return named[0].key, algorithm

    def _more_of(self, said: dict[str, Any], more: object) -> dict[str, Any]:
        """The address, from the second place where providers keep it; of the same subject."""
        if not isinstance(more, dict) or more.get("sub") != said["sub"]:
            raise BadAnswer("subject")
        return {name: more[name] for name in ("email", "email_verified") if name in more}


class Provider(OpenIDConnectProvider):
    """An organisation's OpenID provider."""

    oauth2_adapter_class = Adapter

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, **kwargs: Any
    ) -> HttpResponse:
        nonce = get_random_string(32)
        asked = {**self.get_auth_params(), "nonce": nonce}
        response: HttpResponse = super().redirect(
            request, process, next_url, auth_params=asked, nonce=nonce, **kwargs
        )
        return response

    def sociallogin_from_response(self, request: HttpRequest, response: Any) -> SocialLogin:
        claims = self.claims_from(response)
        login: SocialLogin = super().sociallogin_from_response(request, response)
        login.claims = claims
        return login

    def claims_from(self, said: dict[str, Any]) -> Claims:
        """What we take of it."""
        marked = said.get("email_verified", said.get("xms_edov"))
        email = address_from(said.get("email"))
        vouched = marked in (True, "true", "1", 1) or (
            marked is None and self.app.settings["takes_unmarked"]
        )
        if said["iss"] == discovery.GOOGLE:
            # Anybody may have a private account there that bears an address at work.
            vouched = vouched and said.get("hd") == email.rpartition("@")[2]
        ways = said.get("amr")
        shown = {str(one) for one in ways} if isinstance(ways, list) else set()
        return Claims(
            subject=subject_from(said.get("sub")),
            email=email,
            is_vouched=vouched,
            is_strong=bool(STRONG & (shown | {str(said.get("acr"))})),
            nonce=said.get("nonce"),
        )

    def extract_uid(self, data: dict[str, Any]) -> str:
        return subject_from(data.get("sub"))

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        return {}  # nothing of it is kept

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: Any) -> list[Any]:
        return []

    def serialize(self) -> dict[str, Any]:
        return {"id": self.sub_id}


def callback_address(provider_id: str) -> str:
    organisation_id = sign_on.organisation_of(provider_id)
    assert organisation_id is not None
    return sign_on.address("sign-on-callback", organisation_id)
