"""DMARC (RFC 7489): what receivers do with mail in our name that we have not sent."""

from __future__ import annotations

from collections.abc import Iterator

from kundportal.mail.checking.dkim import tags
from kundportal.mail.checking.dns import Dns
from kundportal.mail.checking.findings import Finding, hint, missing, right
from kundportal.mail.looks import Looks


def check(dns: Dns, ours: Looks) -> Iterator[Finding]:
    home, records = _policy(dns, ours.domain)
    if not records:
        record = f'{ours.dmarc}. IN TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@{ours.domain}"'
        yield missing("dmarc.none", record, domain=ours.domain)
        return
    if len(records) > 1:
        yield missing("dmarc.several", domain=home)
        return
    found = tags(records[0])
    policy = found.get("sp", found.get("p", "")) if home != ours.domain else found.get("p", "")
    yield from _asks(home, policy.lower(), found)
    yield _aligned(ours, home, found)


def _policy(dns: Dns, domain: str) -> tuple[str, list[str]]:
    """The record of the domain, or of the nearest one above it that has any."""
    labels = domain.split(".")
    for at in range(len(labels) - 1):
        above = ".".join(labels[at:])
        texts = dns.txt(f"_dmarc.{above}")
        if records := [one for one in texts if tags(one).get("v", "").upper() == "DMARC1"]:
            return above, records
    return domain, []


def _asks(home: str, policy: str, found: dict[str, str]) -> Iterator[Finding]:
    if policy in {"quarantine", "reject"}:
        yield right("dmarc.there", domain=home, policy=policy)
    elif policy == "none":
        yield hint("dmarc.only_watches", domain=home)
    else:
        yield missing("dmarc.no_policy", domain=home)
    if "rua" not in found:
        yield hint("dmarc.no_reports", domain=home)


def _aligned(ours: Looks, home: str, found: dict[str, str]) -> Finding:
    """Whether the domain of the envelope, which SPF is about, counts as that of From."""
    values = {"domain": ours.domain, "returns": ours.returns_domain}
    same = ours.returns_domain == ours.domain
    is_strict = found.get("aspf", "r").lower() == "s"
    related = ours.returns_domain == home or ours.returns_domain.endswith(f".{home}")
    if same or (related and not is_strict):
        return right("dmarc.aligned", **values)
    if ours.dkim:
        return hint("dmarc.by_dkim_alone", **values)
    return missing("dmarc.not_aligned", **values)
