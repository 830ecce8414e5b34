"""Asks the DNS, within limits: what is not there is nothing, and who does not answer is silent."""

from __future__ import annotations

import ipaddress
from time import monotonic
from typing import Any

import dns.exception
import dns.rdata
import dns.resolver
import dns.reversename

SECONDS = 4.0  # for one question
SECONDS_IN_ALL = 45.0
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Silent(Exception):
    """No server has answered the question; `name` is what was asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Dns:
    """The servers of this machine, or the one at `server` ("192.0.2.53" or "127.0.0.1:5353")."""

    def __init__(self, server: str = "") -> None:
        self._until = monotonic() + SECONDS_IN_ALL
        self._resolver: dns.resolver.Resolver | None = None
        try:
            self._resolver = dns.resolver.Resolver(configure=not server)
        except dns.resolver.NoResolverConfiguration:
            return
        if server:
            host, port = _server(server)
            self._resolver.nameservers, self._resolver.port = [host], port

    def txt(self, name: str) -> list[str]:
        found = self._ask(name, "TXT")
        return [b"".join(one.strings).decode("utf-8", "replace") for one in found]

    def addresses(self, name: str) -> list[Address]:
        return [
            ipaddress.ip_address(one.address)
            for kind in ("A", "AAAA")
            for one in self._ask(name, kind)
        ]

    def mx(self, name: str) -> list[str]:
        """The hosts that take a domain's mail, the first to be tried first; "" takes none."""
        found = sorted(self._ask(name, "MX"), key=lambda one: one.preference)
        return [one.exchange.to_text(omit_final_dot=True).strip(".") for one in found]

    def names_of(self, address: Address) -> list[str]:
        name = dns.reversename.from_address(str(address)).to_text()
        return [one.target.to_text(omit_final_dot=True) for one in self._ask(name, "PTR")]

    def _ask(self, name: str, kind: str) -> list[Any]:
        left = self._until - monotonic()
        if self._resolver is None or left <= 0:
            raise Silent(name)
        try:
            answer = self._resolver.resolve(
                name, kind, lifetime=min(SECONDS, left), search=False, raise_on_no_answer=False
            )
        except (dns.resolver.NXDOMAIN, dns.resolver.YXDOMAIN):
            return []
        except (dns.resolver.NoNameservers, dns.exception.Timeout, OSError):
            raise Silent(name) from None
        except (dns.exception.DNSException, ValueError):  # not a name at all
            return []
        return list(answer)


def _server(typed: str) -> tuple[str, int]:
    host, colon, port = typed.rpartition(":")
    if colon and host.count(":") == 0:
        return str(ipaddress.ip_address(host)), int(port)
    return str(ipaddress.ip_address(typed.strip("[]"))), 53
