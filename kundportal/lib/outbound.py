"""Fetches from addresses that people have typed in, without being led where nobody meant.

Only https, only to addresses that all the world may reach, no redirects, a few seconds and one
megabyte at most. What a name stands for is looked up once, and that address is the one connected
to, so that a name can't say one thing when asked and another when used.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ReadTimeoutError

SECONDS = 5
LARGEST = 1024 * 1024
# Addresses of IPv6 that carry one of IPv4 past the question.
_CARRIERS = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "2002::/16", "2001::/32")]


class Unfetched(requests.RequestException):
    """What was asked for is not fetched; `reason` says why in one code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _PrivateAddress(Exception):
    """The name stands for an address inside a network."""


def is_web_address(url: str, *, inside: bool) -> bool:
    """Whether the address is one of https; with `inside`, of http on this machine as well."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or not url.isprintable() or " " in url:
        return False
    return parts.scheme == "https" or (inside and parts.scheme == "http" and _is_here(host))


def why_not(problem: Exception) -> str:
    """One code for whatever went wrong with a fetch."""
    match problem:
        case Unfetched():
            return problem.reason
        case requests.exceptions.SSLError():
            return "certificate"
        case requests.Timeout() | requests.ConnectionError(args=[ReadTimeoutError(), *_]):
            return "time"  # the second while the body is read
        case requests.exceptions.JSONDecodeError():
            return "not JSON"
        case requests.HTTPError() if problem.response is not None:
            return f"status {problem.response.status_code}"
    return "unreachable"


class Session(requests.Session):
    """A session of `requests` that keeps these limits, whoever uses it."""

    def __init__(self, *, inside: bool) -> None:
        super().__init__()
        self.inside = inside
        self.trust_env = False  # no proxy and no password of the machine's own
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter(inside=inside))

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        if not is_web_address(request.url or "", inside=self.inside):
            raise Unfetched("not https")
        until = time.monotonic() + SECONDS
        settings = {**kwargs, "stream": True, "timeout": SECONDS, "allow_redirects": False}
        try:
            response = super().send(request, **settings)
        except _PrivateAddress:
            raise Unfetched("private") from None
        _read(response, until)
        if response.is_redirect:
            raise Unfetched("redirect")
        return response


def _read(response: requests.Response, until: float) -> None:
    """Takes the body in while it keeps within size and time."""
    body = bytearray()
    for part in response.iter_content(16 * 1024):
        body += part
        if len(body) > LARGEST:
            response.close()
            raise Unfetched("size")
        if time.monotonic() > until:
            response.close()
            raise Unfetched("time")
    response._content = bytes(body)


class _Adapter(HTTPAdapter):
    def __init__(self, *, inside: bool) -> None:
        self.inside = inside
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        if not self.inside:
            pools = {"http": _Pool, "https": _SecurePool}
            self.poolmanager.pool_classes_by_scheme = pools


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self, super()._new_conn)


class _SecureConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self, super()._new_conn)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def _connected(connection: Any, connect: Any) -> socket.socket:
    """Connects to the very address that was looked at; the name stays what TLS asks for."""
    name = connection._dns_host
    try:
        found = socket.getaddrinfo(name, connection.port, type=socket.SOCK_STREAM)
    except OSError:
        found = []  # the attempt itself says it best
    addresses = [str(one[4][0]) for one in found]
    if not all(is_public(one) for one in addresses):
        raise _PrivateAddress
    if addresses:
        connection._dns_host = addresses[0]
    try:
        made: socket.socket = connect()
    finally:
        connection._dns_host = name
    return made


def is_public(address: str) -> bool:
    """Whether all the world may reach the address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in net for net in _CARRIERS):
            return False
    return ip.is_global and not ip.is_multicast


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
