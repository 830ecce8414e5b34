"""Reads the metadata of an organisation's SAML identity provider."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser as Parser
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML as Xml

from kundportal.people.sign_on import discovery

MOST_CERTIFICATES = 10
SIGNING = "//md:IDPSSODescriptor/md:KeyDescriptor[not(@use='encryption')]//ds:X509Certificate"


class Unusable(Exception):
    """Metadata that can't be used; `reason` says why in one code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """What is kept of it."""

    entity_id: str
    sso_url: str
    certificates: list[str]


def fetch(url: str) -> bytes:
    with discovery.session() as asking:
        response = asking.get(url)
        response.raise_for_status()
        return response.content


def read(text: bytes) -> Metadata:
    """What one identity provider says of itself."""
    try:
        tree = Xml.to_etree(text)
    except (etree.LxmlError, ValueError):
        raise Unusable("not XML") from None
    providers = tree.xpath("//md:IDPSSODescriptor", namespaces=Names.NSMAP)
    if not providers:
        raise Unusable("no provider")
    if len(providers) > 1 or len(tree.xpath("//md:EntityDescriptor", namespaces=Names.NSMAP)) != 1:
        raise Unusable("several")
    said = Parser.parse(text).get("idp", {})
    sso_url = said.get("singleSignOnService", {}).get("url", "")
    if not discovery.is_web_address(sso_url):
        raise Unusable("no address")
    # The library would take a certificate for encryption when there is none for signing.
    found = tree.xpath(SIGNING, namespaces=Names.NSMAP)[:MOST_CERTIFICATES]
    certificates = ["".join((one.text or "").split()) for one in found]
    if not certificates or not all(ends_at(one) for one in certificates):
        raise Unusable("no certificate")
    entity_id = str(said.get("entityId") or "")
    if not entity_id or len(entity_id) > 1024:
        raise Unusable("no name")
    return Metadata(entity_id=entity_id, sso_url=sso_url, certificates=certificates)


def ends_at(certificate: str) -> datetime | None:
    """When the certificate ends; None if it is none."""
    try:
        read = x509.load_der_x509_certificate(base64.b64decode(certificate))
    except (ValueError, binascii.Error):
        return None
    return read.not_valid_after_utc.astimezone(UTC)
