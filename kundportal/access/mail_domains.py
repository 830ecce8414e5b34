"""Which mail addresses belong to a workplace."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.utils.encoding import punycode

from kundportal.access import municipalities

_LIST = Path(__file__).parent / "data" / "free-mail-domains.txt"


@cache
def _private() -> frozenset[str]:
    """Domains where anyone can get an address, some of them only for an hour."""
    return frozenset(_LIST.read_text(encoding="utf-8").split())


def domain_of(email: str) -> str:
    """The address's domain as mail servers know it: lower case, in plain letters."""
    domain = email.rpartition("@")[2].lower()
    try:
        return punycode(domain).lower()
    except UnicodeError:
        return domain


def private_domain(email: str) -> str:
    """The private mail domain that the address belongs to, or "" for an address at work."""
    above = domains_above(domain_of(email))
    if any(municipalities.with_mail_domain(domain) for domain in above):
        return ""
    return next((domain for domain in above if domain in _private()), "")


def domains_above(domain: str) -> list[str]:
    """The domain itself and every domain that it lies under, the longest first."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]
