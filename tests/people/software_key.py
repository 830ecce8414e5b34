"""A security key made of software: does what a browser and its key do, down to the signature."""

from __future__ import annotations

import json
import os
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from kundportal.people.models import Person

SITE = "http://localhost:8000"
FLAG = AuthenticatorData.FLAG


class SoftwareKey:
    """Keeps one passkey. What it says of itself can be bent, to see what the server makes of it."""

    def __init__(self, *, origin: str = SITE, verifies: bool = True) -> None:
        self.origin, self.verifies = origin, verifies
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = os.urandom(32)
        self.user = b""

    def make(self, asked: dict[str, Any]) -> str:
        """Answers `navigator.credentials.create`."""
        wanted = asked["publicKey"]
        assert {"type": "public-key", "alg": -7} in wanted["pubKeyCredParams"]
        self.user = websafe_decode(wanted["user"]["id"])
        kept = AttestedCredentialData.create(
            Aaguid.NONE, self.credential_id, ES256.from_cryptography_key(self.private.public_key())
        )
        data = AuthenticatorData.create(
            sha256(wanted["rp"]["id"].encode()), self._flags | FLAG.AT, 0, kept
        )
        return self._answer(
            clientDataJSON=self._said("webauthn.create", wanted),
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def kept_by(self, person: Person, name: str = "Telefonen") -> Authenticator:
        """Has itself kept as a passkey of the person, without a page."""
        asked = {
            "challenge": "x" * 43, "rp": {"id": "localhost"},
            "user": {"id": websafe_encode(user_pk_to_url_str(person).encode())},
            "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
        }  # fmt: skip
        return WebAuthn.add(person, name, json.loads(self.make({"publicKey": asked}))).instance

    def show(self, asked: dict[str, Any], **other: Any) -> str:
        """Answers `navigator.credentials.get`."""
        wanted = asked["publicKey"]
        said = self._said("webauthn.get", wanted)
        data = AuthenticatorData.create(sha256(wanted["rpId"].encode()), self._flags, 1)
        signed = self.private.sign(data + said.hash, ec.ECDSA(hashes.SHA256()))
        parts = {
            "clientDataJSON": said, "authenticatorData": data,
            "signature": signed, "userHandle": self.user,
        }  # fmt: skip
        return self._answer(**(parts | other))

    @property
    def _flags(self) -> AuthenticatorData.FLAG:
        return FLAG.UP | FLAG.UV if self.verifies else FLAG.UP

    def _said(self, kind: str, wanted: dict[str, Any]) -> CollectedClientData:
        return CollectedClientData.create(kind, wanted["challenge"], self.origin)

    def _answer(self, **parts: bytes) -> str:
        name = websafe_encode(self.credential_id)
        response = {what: websafe_encode(value) for what, value in parts.items() if value}
        answer = {"id": name, "rawId": name, "type": "public-key", "response": response}
        return json.dumps(answer)
