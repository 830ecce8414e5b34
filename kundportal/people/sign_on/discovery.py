"""Reads what an OpenID provider says of itself, and checks that it can be used."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from kundportal.lib import outbound
from kundportal.people.sign_on.claims import BadAnswer

WELL_KNOWN = "/.well-known/openid-configuration"
# Signed by a key pair; a secret that both sides have is no signature.
ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
)  # fmt: skip
GOOGLE = "https://accounts.google.com"
# Issuers that answer for everybody's private account.
FOR_EVERYBODY = ("/common", "/consumers", "/organizations", "9188040d-6c67-4c5b-b112-36a304b66dad")
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def session() -> outbound.Session:
    """What everything is fetched with that has to do with single sign-on."""
    return outbound.Session(inside=settings.PRIVATE_PROVIDERS)


def is_web_address(url: object) -> bool:
    return isinstance(url, str) and outbound.is_web_address(url, inside=settings.PRIVATE_PROVIDERS)


def is_for_everybody(issuer: str) -> bool:
    return "login.microsoftonline.com" in issuer and any(one in issuer for one in FOR_EVERYBODY)


def fetch(issuer: str) -> dict[str, Any]:
    """The provider's description of itself; it must be the issuer that was asked for."""
    with session() as asking:
        response = asking.get(issuer.rstrip("/") + WELL_KNOWN)
        response.raise_for_status()
        said = response.json()
    if not isinstance(said, dict):
        raise BadAnswer("description")
    if str(said.get("issuer", "")).rstrip("/") != issuer.rstrip("/"):
        raise BadAnswer("issuer")
    if not all(is_web_address(said.get(one)) for one in ENDPOINTS):
        raise BadAnswer("description")
    if said.get("userinfo_endpoint") and not is_web_address(said["userinfo_endpoint"]):
        raise BadAnswer("description")
    return said


def fetch_keys(said: dict[str, Any]) -> dict[str, Any]:
    """The public keys by which the provider's answers are checked."""
    with session() as asking:
        response = asking.get(said["jwks_uri"])
        response.raise_for_status()
        keys = response.json()
    if not isinstance(keys, dict) or not isinstance(keys.get("keys"), list) or not keys["keys"]:
        raise BadAnswer("keys")
    return keys
