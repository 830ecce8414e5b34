"""SPF (RFC 7208): which addresses may send for a domain, and whether ours are among them."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.conf import settings

from kundportal.mail.checking.dns import Address, Dns
from kundportal.mail.checking.findings import Finding, Level, hint, missing, right
from kundportal.mail.checking.hosts import addresses_of, sending_hosts
from kundportal.mail.looks import Looks

MOST_LOOKUPS = 10
_STOP_AFTER = 30  # of a record that includes itself
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass
class Spf:
    """What a domain's record comes to, with all that it includes."""

    record: str = ""
    lookups: int = 0
    networks: list[Network] = field(default_factory=list)
    is_open: bool = False  # something in it can't be counted without a mail in hand
    ending: str = ""
    dangling: list[str] = field(default_factory=list)  # what it includes and has no record

    def covers(self, address: Address) -> bool:
        return any(address in one for one in self.networks if one.version == address.version)


def records_of(dns: Dns, domain: str) -> list[str]:
    return [one for one in dns.txt(domain) if one.lower().split(" ")[0] == "v=spf1"]


def read(dns: Dns, domain: str) -> Spf:
    found = Spf()
    records = records_of(dns, domain)
    if len(records) == 1:
        found.record = records[0]
        _Walk(dns, found).through(domain, records[0], is_first=True)
    return found


class _Walk:
    def __init__(self, dns: Dns, found: Spf) -> None:
        self.dns, self.found = dns, found

    def through(self, domain: str, record: str, *, is_first: bool) -> None:
        for term in record.split()[1:]:
            sign, rest = (term[0], term[1:]) if term[:1] in "+-~?" else ("+", term)
            if rest.lower() == "all":
                if is_first:
                    self.found.ending = f"{sign}all"
                return
            self._term(domain, rest, passes=sign == "+", is_first=is_first)

    def _term(self, domain: str, term: str, *, passes: bool, is_first: bool) -> None:
        name = term.lower().partition(":")[0].partition("=")[0].partition("/")[0]
        value = term[len(name) + 1 :] if term[len(name) :][:1] in (":", "=") else ""
        size = term[len(name) :] if term[len(name) :][:1] == "/" else ""
        if name in {"ip4", "ip6"}:
            self._add(value, passes=passes)
        elif name in {"exists", "ptr"} or "%" in value:
            self.found.lookups += 1
            self.found.is_open = True
        elif name in {"include", "redirect"} and self._may_look():
            self._included(value, is_first=is_first and name == "redirect")
        elif name in {"a", "mx"} and self._may_look():
            host, slash, bits = (value or domain).partition("/")
            for one in [host] if name == "a" else self.dns.mx(host):
                self._hosts(one, size or slash + bits, passes=passes)

    def _may_look(self) -> bool:
        self.found.lookups += 1
        return self.found.lookups <= _STOP_AFTER

    def _included(self, domain: str, *, is_first: bool) -> None:
        records = records_of(self.dns, domain)
        if len(records) == 1:
            self.through(domain, records[0], is_first=is_first)
        else:
            self.found.dangling.append(domain)

    def _hosts(self, host: str, size: str, *, passes: bool) -> None:
        four, _two, six = size.lstrip("/").partition("//")
        for address in self.dns.addresses(host):
            bits = (four or "32") if address.version == 4 else (six or "128")
            self._add(f"{address}/{bits}", passes=passes)

    def _add(self, network: str, *, passes: bool) -> None:
        try:
            found = ipaddress.ip_network(network, strict=False)
        except ValueError:
            return
        if passes:
            self.found.networks.append(found)


def check(dns: Dns, ours: Looks) -> Iterator[Finding]:
    """The domain of the envelope counts. What is wrong with that of From is a hint."""
    yield from _of_domain(dns, ours.returns_domain)
    if ours.domain != ours.returns_domain:
        for one in _of_domain(dns, ours.domain):
            yield replace(one, level=Level.HINT) if one.level is Level.MISSING else one


def _of_domain(dns: Dns, domain: str) -> Iterator[Finding]:
    records = records_of(dns, domain)
    if not records:
        yield missing("spf.none", _line(domain, f"v=spf1 {_terms()} ~all"), domain=domain)
        return
    if len(records) > 1:
        yield missing("spf.several", domain=domain, count=str(len(records)))
        return
    found = read(dns, domain)
    yield right("spf.there", domain=domain, record=found.record)
    yield from _well_made(domain, found)
    yield from _covered(dns, domain, found)


def _well_made(domain: str, found: Spf) -> Iterator[Finding]:
    if found.lookups > MOST_LOOKUPS:
        yield missing("spf.lookups", domain=domain, count=str(found.lookups))
    for one in found.dangling:
        yield missing("spf.dangling", domain=domain, included=one)
    if found.ending == "+all":
        yield missing("spf.everyone", domain=domain)
    elif found.ending in {"", "?all"}:
        yield hint("spf.no_end", domain=domain)


def _covered(dns: Dns, domain: str, found: Spf) -> Iterator[Finding]:
    if not settings.MAIL_HOSTS:
        yield hint("spf.hosts_unknown", domain=domain)
        return
    outside = [
        (host, address)
        for host in settings.MAIL_HOSTS
        for address in addresses_of(dns, host)
        if not found.covers(address)
    ]
    for host, address in outside:
        first, _space, rest = found.record.partition(" ")
        record = _line(domain, f"{first} {_term(host)} {rest}".strip())
        if found.is_open:
            yield hint("spf.perhaps", domain=domain, host=host, address=str(address))
        else:
            yield missing("spf.outside", record, domain=domain, host=host, address=str(address))
    if not outside:
        yield right("spf.covers", domain=domain, hosts=", ".join(settings.MAIL_HOSTS))


def _terms() -> str:
    return " ".join(_term(one) for one in sending_hosts())


def _term(host: str) -> str:
    try:
        network = ipaddress.ip_network(host, strict=False)
    except ValueError:
        return f"a:{host}"
    return f"ip{network.version}:{host}"


def _line(domain: str, text: str) -> str:
    return f'{domain}. IN TXT "{text}"'
