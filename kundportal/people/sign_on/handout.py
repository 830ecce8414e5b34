"""What an organisation's IT department must know of us to set up its side."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from kundportal.people import sign_on
from kundportal.people.models import Organisation
from kundportal.people.models.identity_provider import Kind


def facts_for(organisation: Organisation, kind: str) -> list[tuple[str, str]]:
    """What is copied from here into the other side's forms."""
    if kind == Kind.OIDC:
        return [
            (_("Redirect URI"), sign_on.address("sign-on-callback", organisation.pk)),
            (_("Scopes"), "openid profile email"),
            (_("Claims"), "sub, email, email_verified"),
        ]
    metadata = sign_on.address("sign-on-metadata", organisation.pk)
    return [
        (_("Metadata URL"), metadata),
        (_("Entity ID"), metadata),
        (_("ACS address (HTTP-POST)"), sign_on.address("sign-on-acs", organisation.pk)),
        (_("Attribute with the address"), "urn:oid:0.9.2342.19200300.100.1.3 (mail)"),
        (_("Lasting name"), _("NameID in the format persistent, or subject-id")),
    ]


def text_for(organisation: Organisation, kind: str) -> str:
    """The same as a letter to the IT department, in the language that is active."""
    names = {
        "portal": settings.PORTAL_NAME,
        "vendor": settings.VENDOR_NAME,
        "organisation": organisation.name,
        "protocol": Kind(kind).label,
    }
    first = _(
        "%(organisation)s wants to sign in to %(portal)s from %(vendor)s by single sign-on with "
        "%(protocol)s. Please add an application with these values:"
    )
    lines = [f"{label}: {value}" for label, value in facts_for(organisation, kind)]
    return "\n\n".join([first % names, "\n".join(lines), *_wanted(kind)])


def _wanted(kind: str) -> list[str]:
    said = [
        _("We need the person's e-mail address at work and a name for the person that never "
          "changes. Groups and roles are not needed: who has access is decided in the portal."),
    ]  # fmt: skip
    if kind == Kind.OIDC:
        return [
            *said,
            _("We use the authorization code flow with PKCE, a client secret, and ID tokens that "
              "are signed by RS256 or better."),
            _("Send us the issuer, the client ID and the client secret, the secret by a safe way."),
        ]  # fmt: skip
    return [
        *said,
        _("Sign the assertion or the response with RSA-SHA256 or better, and do not encrypt it. "
          "Our questions are not signed and go by HTTP-Redirect."),
        _("Send us the address of your metadata, or the metadata as a file."),
    ]  # fmt: skip
