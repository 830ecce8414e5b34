"""A real SAML identity provider on the loopback: pysaml2, which signs by xmlsec1.

Whoever comes is who their `X-Who` header says. What `wrong` holds is done to the answer before it
is signed (`before`), to its signing (`signs`, `key`), or to what has been signed (`after`).
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.http import HttpResponse
from django.test import Client
from lxml import etree
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT, class_name
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAME_FORMAT_URI, NAMEID_FORMAT_PERSISTENT, Assertion, NameID
from saml2.samlp import Response
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

from kundportal.people.models import IdentityProvider, Organisation

HERE = "http://localhost:8000"
PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
NAMES = {
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
}


def key_and_certificate(folder: Path, name: str, days: int = 10) -> tuple[str, str]:
    """Paths of a new key and of a certificate that bears it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    files = folder / f"{name}.key", folder / f"{name}.pem"
    files[0].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
    files[1].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return str(files[0]), str(files[1])


class SamlProvider:
    """The identity provider, and a browser that is signed in there."""

    def __init__(self, folder: Path) -> None:
        self.wrong: dict[str, Any] = {}
        self.key, self.certificate = key_and_certificate(folder, "idp")
        self.other_key, _other = key_and_certificate(folder, "other")
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, kind, body = provider.answer(self.path, self.headers.get("X-Who", ""))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *args: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self.idp = Server(config=self._config())
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _config(self, inline: str = "") -> IdPConfig:
        way = (f"{self.address}/sso", BINDING_HTTP_REDIRECT)
        return IdPConfig().load({
            "entityid": f"{self.address}/metadata",
            "xmlsec_binary": shutil.which("xmlsec1"),
            "key_file": self.key,
            "cert_file": self.certificate,
            "metadata": {"inline": [inline]} if inline else {},
            "service": {"idp": {
                "endpoints": {"single_sign_on_service": [way]},
                "name_id_format": [NAMEID_FORMAT_PERSISTENT],
                "policy": {"default": {"lifetime": {"minutes": 5}, "name_form": NAME_FORMAT_URI}},
            }},
        })  # fmt: skip

    @property
    def metadata(self) -> str:
        return str(entity_descriptor(self.idp.config))

    def serve(self, organisation: Organisation, *, by: Any, on: bool = True, **facts: Any) -> Any:
        """Becomes the provider of the organisation, whose side is known by our metadata."""
        self.wrong = {}
        ours = Client().get(f"/sign-in/organisation/{organisation.pk}/metadata/").content.decode()
        self.idp = Server(config=self._config(ours))
        certificate = Path(self.certificate).read_text().split("-----")[2]
        given = {
            "kind": "saml",
            "domains": ["lillkoping.example"],
            "entity_id": f"{self.address}/metadata",
            "sso_url": f"{self.address}/sso",
            "certificates": ["".join(certificate.split())],
            **facts,
        }
        made = IdentityProvider.objects.set_up(organisation=organisation, by=by, **given)
        if on:
            made.turn(on=True, by=by)
        return made

    def answer(self, path: str, who: str) -> tuple[int, str, str]:
        if path.startswith("/metadata"):
            return 200, "application/xml", self.wrong.get("metadata", self.metadata)
        asked = parse_qs(urlsplit(path).query)
        question = self.idp.parse_authn_request(asked["SAMLRequest"][0], BINDING_HTTP_REDIRECT)
        xml = self.made_for(self.idp.response_args(question.message), who)
        sent = self.idp.apply_binding(
            BINDING_HTTP_POST, xml, self.idp.response_args(question.message)["destination"], "",
            response=True,
        )  # fmt: skip
        return 200, "text/html", sent["data"]

    def made_for(self, asked: dict[str, Any], who: str) -> str:
        """The answer, signed, with what is to be wrong with it."""
        identity = self.wrong.get("identity", {"mail": [who]})
        named = NameID(format=self.wrong.get("format", NAMEID_FORMAT_PERSISTENT),
                       text=self.wrong.get("subject", f"subject-of-{who}"))  # fmt: skip
        made = self.idp.create_authn_response(
            identity, userid=who, name_id=named, sign_assertion=False, sign_response=False,
            authn={"class_ref": self.wrong.get("context", PASSWORD), "authn_auth": self.address},
            **asked,
        )  # fmt: skip
        tree = etree.fromstring(str(made).encode())
        self.wrong.get("before", lambda tree: None)(tree)
        xml = self._signed(tree)
        after = self.wrong.get("after")
        return after(xml) if after else xml

    def _signed(self, tree: etree._Element) -> str:
        from saml2.sigver import pre_signature_part

        kinds = {"assertion": Assertion, "response": Response}
        for number, (what, kind) in enumerate(kinds.items()):
            if what not in self.wrong.get("signs", ("assertion",)):
                continue
            node = tree if what == "response" else tree.find("saml:Assertion", NAMES)
            algorithms = self.wrong.get("algorithms", (SIG_RSA_SHA256, DIGEST_SHA256))
            part = pre_signature_part(node.get("ID"), None, number, sign_alg=algorithms[0],
                                      digest_alg=algorithms[1])  # fmt: skip
            issuer = node.find("saml:Issuer", NAMES)
            issuer.addnext(etree.fromstring(str(part).encode()))
            text = self.idp.sec.sign_statement(
                etree.tostring(tree).decode(), class_name(kind()), node_id=node.get("ID"),
                key_file=self.other_key if self.wrong.get("key") else self.key,
            )  # fmt: skip
            tree = etree.fromstring(text.encode())
        return etree.tostring(tree).decode()

    def sign_in(self, url: str, who: str) -> tuple[str, dict[str, str]]:
        """Where the provider has the browser post its answer, and what it posts."""
        page = requests.get(url, headers={"X-Who": who}, timeout=10).text
        target = re.search(r'action="([^"]+)"', page)
        assert target
        fields = re.findall(r'name="([^"]+)" value="([^"]*)"', page)
        return unescape(target[1]), {name: unescape(value) for name, value in fields}


@pytest.fixture(scope="session")
def _saml(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SamlProvider]:
    provider = SamlProvider(tmp_path_factory.mktemp("saml"))
    yield provider
    provider.stop()


@pytest.fixture
def saml(_saml: SamlProvider, settings: Any) -> SamlProvider:
    settings.PRIVATE_PROVIDERS = True
    return _saml


def come_back(client: Client, sent: tuple[str, dict[str, str]]) -> HttpResponse:
    """Posts the answer as a browser does from another site: without our session's cookie."""
    url, fields = sent
    assert url.startswith(HERE)
    stranger = Client(enforce_csrf_checks=True)
    taken = stranger.post(url.removeprefix(HERE), fields, headers={"origin": "null"})
    if taken.status_code != 303:
        return taken
    for name, cookie in stranger.cookies.items():
        if name == "sign-on-answer":
            assert cookie["httponly"]
            assert cookie["samesite"] == "Lax"
            client.cookies[name] = cookie.value
    return client.get(taken.headers["Location"])
