"""A small DNS server on the loopback, with the records that a test gives it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.reversename
import dns.rrset
import pytest


class DnsServer:
    """Answers from `zone`; a name that is nowhere there does not exist."""

    def __init__(self) -> None:
        self.zone: dict[tuple[dns.name.Name, str], list[str]] = {}
        self.asked: list[str] = []
        self.is_broken = False
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def add(self, name: str, kind: str, *texts: str) -> None:
        """`kind` is A, AAAA, MX, TXT or PTR; of TXT the text alone."""
        said = [f'"{text}"' for text in texts] if kind == "TXT" else list(texts)
        self.zone.setdefault((dns.name.from_text(name), kind), []).extend(said)

    def call(self, address: str, name: str) -> None:
        """Gives the address a name, and the name the address."""
        self.add(dns.reversename.from_address(address).to_text(), "PTR", f"{name}.")
        self.add(name, "AAAA" if ":" in address else "A", address)

    def stop(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                data, sender = self._socket.recvfrom(4096)
                self._socket.sendto(self._answer(dns.message.from_wire(data)).to_wire(), sender)
            except OSError:
                return

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        asked = query.question[0]
        kind = dns.rdatatype.to_text(asked.rdtype)
        self.asked.append(f"{kind} {asked.name}")
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        if self.is_broken:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif texts := self.zone.get((asked.name, kind)):
            response.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *texts))
        elif not any(name == asked.name for name, _kind in self.zone):
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response


@pytest.fixture
def dns_server() -> Iterator[DnsServer]:
    server = DnsServer()
    yield server
    server.stop()
