"""SAML 2.0 as allauth speaks it, and what we ask beyond that.

An answer must be to a question that this browser has just asked, be meant for us by name and
address, have an end, and be signed with the key that staff have entered. Our side needs no key.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Tools

from kundportal.people import sign_on
from kundportal.people.sign_on.claims import STRONG, BadAnswer, Claims, address_from, subject_from

SUBJECTS = (
    "urn:oasis:names:tc:SAML:attribute:subject-id",
    "urn:oasis:names:tc:SAML:attribute:pairwise-id",
    "http://schemas.microsoft.com/identity/claims/objectidentifier",
    "urn:oid:1.3.6.1.4.1.5923.1.1.1.6",
)
ADDRESSES = (
    "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "mail",
    "email",
)
WAYS = "http://schemas.microsoft.com/claims/authnmethodsreferences"


class Response(OneLogin_Saml2_Response):
    """An answer, held to what the library leaves open."""

    def is_valid(
        self, request_data: Any, request_id: Any = None, raise_exceptions: bool = False
    ) -> bool:
        if not super().is_valid(request_data, request_id, raise_exceptions):
            return False
        if not self.get_audiences():
            self._error = "no audience"
        elif not any(self._is_for_us(one, request_data) for one in self._confirmations()):
            self._error = "no confirmation for us"
        return self._error is None

    def _confirmations(self) -> list[Any]:
        found: list[Any] = self._query_assertion(
            f"/saml:Subject/saml:SubjectConfirmation[@Method='{Names.CM_BEARER}']"
            "/saml:SubjectConfirmationData"
        )
        return found

    def _is_for_us(self, said: Any, request_data: Any) -> bool:
        """Whether it names our address, an end to come, and the question that it answers."""
        end, question = said.get("NotOnOrAfter"), said.get("InResponseTo")
        return (
            said.get("Recipient") == Tools.get_self_url_no_query(request_data)
            and bool(end)
            and Tools.parse_SAML_to_time(end) > Tools.now()
            and bool(question)
            and question == self.get_in_response_to()
        )


class Auth(OneLogin_Saml2_Auth):
    response_class = Response


class Provider(SAMLProvider):
    """An organisation's SAML identity provider."""

    def auth(self, answer: str = "") -> Auth:
        """The library's part, told our addresses instead of reading them from the request."""
        organisation_id = sign_on.organisation_of(self.sub_id)
        assert organisation_id is not None
        here = urlsplit(sign_on.address("sign-on-acs", organisation_id))
        asked = {
            "https": "on" if here.scheme == "https" else "off",
            "http_host": here.netloc,
            "script_name": here.path,
            "get_data": {},
            "post_data": {"SAMLResponse": answer} if answer else {},
        }
        return Auth(asked, {**our_settings(organisation_id), "idp": self.app.settings["idp"]})

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, **kwargs: Any
    ) -> HttpResponse:
        auth = self.auth()
        onward = auth.login(return_to="")
        self.stash_redirect_state(
            request, process, next_url, state_id=auth.get_last_request_id(), **kwargs
        )
        return HttpResponseRedirect(onward)

    def login_from(self, request: HttpRequest, answer: str) -> SocialLogin:
        """Who has signed in there, if the answer holds and was asked for by this browser."""
        auth = self.auth(answer)
        auth.process_response()
        if auth.get_errors() or not auth.is_authenticated():
            raise BadAnswer(_reason(auth.get_last_error_reason() or ""))
        login: SocialLogin = self.sociallogin_from_response(request, auth)
        login.claims = self.claims_from(auth)
        login.state = self.unstash_redirect_state(request, auth.get_last_response_in_response_to())
        return login

    def claims_from(self, auth: Auth) -> Claims:
        """What we take of it. The organisation's own provider answers for its addresses."""
        said = auth.get_attributes()
        is_address = auth.get_nameid_format() == Names.NAMEID_EMAIL_ADDRESS
        email = _first(said, ADDRESSES) or (auth.get_nameid() if is_address else "")
        shown = {str(one) for one in [*auth.get_last_authn_contexts(), *said.get(WAYS, [])]}
        return Claims(
            subject=self.extract_uid(auth),
            email=address_from(email),
            is_vouched=True,
            is_strong=bool(STRONG & shown),
        )

    def extract_uid(self, data: Auth) -> str:
        """A name that stays the same; one that is made for a single visit is none."""
        named = _first(data.get_attributes(), SUBJECTS)
        if not named and data.get_nameid_format() == Names.NAMEID_TRANSIENT:
            raise BadAnswer("subject")
        return subject_from(named or data.get_nameid())

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        return {}  # nothing of it is kept

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        return {}

    def serialize(self) -> dict[str, Any]:
        return {"id": self.sub_id}


def our_settings(organisation_id: int) -> dict[str, Any]:
    """Our side, for the library: what we are called, and what we ask of an answer."""
    return {
        "strict": True,
        "debug": False,
        "sp": {
            "entityId": sign_on.address("sign-on-metadata", organisation_id),
            "assertionConsumerService": {
                "url": sign_on.address("sign-on-acs", organisation_id),
                "binding": Names.BINDING_HTTP_POST,
            },
            "NameIDFormat": Names.NAMEID_UNSPECIFIED,
        },
        "security": {
            "requestedAuthnContext": False,
            "wantAttributeStatement": False,
            "wantNameId": False,
            "allowRepeatAttributeName": True,
            "allowSingleLabelDomains": settings.PRIVATE_PROVIDERS,
            "rejectDeprecatedAlgorithm": True,
            "signatureAlgorithm": Names.RSA_SHA256,
            "digestAlgorithm": Names.SHA256,
            "metadataValidUntil": "",
            "metadataCacheDuration": "",
        },
    }


def our_metadata(organisation_id: int) -> bytes:
    """What the other side reads to know us."""
    made = OneLogin_Saml2_Settings(our_settings(organisation_id), sp_validation_only=True)
    metadata: bytes | str = made.get_sp_metadata()
    return metadata if isinstance(metadata, bytes) else metadata.encode()


def _first(said: dict[str, list[Any]], names: tuple[str, ...]) -> str:
    for name in names:
        for value in said.get(name, []):
            if isinstance(value, str) and value:
                return value
            if isinstance(value, dict):  # a name in the form of NameID
                return str(value.get("NameID", {}).get("value") or "")
    return ""


def _reason(words: str) -> str:
    """One code for what the library says, which may hold content."""
    for sign, code in {
        "timestamp": "expired",
        "expired": "expired",
        "audience": "audience",
        "issuer": "issuer",
        "ignature": "signature",
        "Signed Element": "signature",
        "confirmation": "confirmation",
        "SubjectConfirmation": "confirmation",
        "status code": "declined",
    }.items():
        if sign in words:
            return code
    return "answer"
