"""DKIM (RFC 6376): the public keys by which receivers check our signature."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from kundportal.mail.checking.dns import Dns
from kundportal.mail.checking.findings import Finding, hint, missing, right
from kundportal.mail.looks import Looks

# Bytes of a public key as it stands in the record, a little less than RSA of 1024 and 2048 bits.
WEAKEST, STRONG = 160, 290


def check(dns: Dns, ours: Looks) -> Iterator[Finding]:
    if not ours.dkim:
        yield hint("dkim.selector_unknown", domain=ours.domain)
    for name in ours.dkim:
        yield from _key(name, dns.txt(name))


def _key(name: str, texts: list[str]) -> Iterator[Finding]:
    found = [tags(text) for text in texts if "p" in tags(text)]
    if not found:
        yield missing("dkim.none", f'{name}. IN TXT "v=DKIM1; k=rsa; p=…"', name=name)
        return
    key = found[0]
    try:
        size = len(base64.b64decode("".join(key["p"].split()), validate=True))
    except binascii.Error:
        yield missing("dkim.broken", name=name)
        return
    if size == 0:
        yield missing("dkim.revoked", name=name)
    elif key.get("k", "rsa") == "rsa" and size < WEAKEST:
        yield missing("dkim.weak", name=name)
    elif key.get("k", "rsa") == "rsa" and size < STRONG:
        yield hint("dkim.short", name=name)
    else:
        yield right("dkim.there", name=name)
    if "y" in key.get("t", "").split(":"):
        yield hint("dkim.testing", name=name)


def tags(text: str) -> dict[str, str]:
    """`v=DKIM1; p=…` by its names."""
    parts = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, equals, value in parts if equals}
