"""Which mail addresses belong to a workplace."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.utils.encoding import punycode

from kundportal.access import lookalikes, municipalities
from kundportal.access.rulings import DomainRuling

_LIST = Path(__file__).parent / "data" / "free-mail-domains.txt"


@cache
def _private() -> frozenset[str]:
    """Domains where anyone can get an address, some of them only for an hour."""
    return frozenset(_LIST.read_text(encoding="utf-8").split())


def domain_of(email: str) -> str:
    """The address's domain as mail servers know it: lower case, in plain letters."""
    return as_servers_know(email.rpartition("@")[2])


def as_servers_know(domain: str) -> str:
    """`Skövde.SE.` is `xn--skvde-mua.se`."""
    domain = lookalikes.tidied(domain)
    try:
        return punycode(domain).lower()
    except UnicodeError:
        return domain


def private_domain(email: str) -> str:
    """The private mail domain that the address belongs to, or "" for an address at work.

    What staff have ruled goes first, then the municipalities, then the list.
    """
    domain = domain_of(email)
    ruling = DomainRuling.objects.nearest(domains_above(domain))
    if ruling:
        return ruling.domain if ruling.is_private else ""
    return listed(domain) or _imitated(domain)


def listed(domain: str) -> str:
    """The domain of the list that this one is or lies under; "" for a municipality's own."""
    above = domains_above(domain)
    if any(municipalities.with_mail_domain(one) for one in above):
        return ""
    return next((one for one in above if one in _private()), "")


def _imitated(domain: str) -> str:
    """The private domain that this one only looks like."""
    seen = lookalikes.seen_as(domain)
    if seen == domain:
        return ""
    ruling = DomainRuling.objects.nearest(domains_above(seen))
    if ruling:
        return ruling.domain if ruling.is_private else ""
    return listed(seen)


def domains_above(domain: str) -> list[str]:
    """The domain itself and every domain that it lies under, the longest first."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]
