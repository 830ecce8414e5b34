"""The hosts that send our mail to the world: their addresses, and the names of those."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from kundportal.mail.checking.dns import Address, Dns
from kundportal.mail.checking.findings import Finding, missing, right
from kundportal.mail.looks import Looks


def sending_hosts() -> list[str]:
    """Those of the settings; else the best guess, for a record that is to be added."""
    local = {"localhost", "127.0.0.1", "::1", ""}
    guess = settings.EMAIL_HOST if settings.EMAIL_HOST not in local else ""
    return list(settings.MAIL_HOSTS) or [guess or urlsplit(settings.SITE_URL).hostname or "mx"]


def addresses_of(dns: Dns, host: str) -> list[Address]:
    """Of a name those that it has now, of a network its first."""
    try:
        network = ipaddress.ip_network(host, strict=False)
    except ValueError:
        return dns.addresses(host)
    return [network.network_address]


def check(dns: Dns, _ours: Looks) -> Iterator[Finding]:
    """Big receivers take no mail from an address whose name does not lead back to it."""
    for host in settings.MAIL_HOSTS:
        found = addresses_of(dns, host)
        if not found:
            yield missing("host.unknown", host=host)
        if "/" in host:
            continue  # of a whole network there is not one name
        for address in found:
            yield _named(dns, host, address)


def _named(dns: Dns, host: str, address: Address) -> Finding:
    names = dns.names_of(address)
    values = {"host": host, "address": str(address)}
    if not names:
        name = host if host != str(address) else urlsplit(settings.SITE_URL).hostname or host
        return missing("ptr.none", f"{address.reverse_pointer}. IN PTR {name}.", **values)
    if not any(address in dns.addresses(name) for name in names):
        return missing("ptr.elsewhere", name=", ".join(names), **values)
    return right("ptr.there", name=", ".join(names), **values)
