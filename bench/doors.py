"""What is asked at each door that takes an address, and what of the answer its reader sees."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

CSRF = "a" * 32
CLOCKED = {"date", "expires", "content-length", "server"}
CHANGING = re.compile(rb'(?:csrfmiddlewaretoken" value=|X-CSRFToken": |name="once" value=)"[^"]+"')
COOKIE = re.compile(r"^(\w+)=[^;]*;(?: expires=[^;]*;)?")
APPLICATION = {
    "name": "Anna Ek",
    "phone": "070-174 06 05",
    "organisation_name": "Lerums kommun",
    "title": "Systemförvaltare",
    "appointed_by": "Per Lund, skolchef",
    "answers_for_data": "on",
}


@dataclass(frozen=True)
class Door:
    """A form that takes an address, and which of the known addresses it is tried with."""

    name: str
    path: str
    form: Callable[[str], dict[str, Any]]
    known: str = "known"
    is_for_staff: bool = False


DOORS = [
    Door("sign-in", "/sign-in/", lambda email: {"login": email, "password": "fel lösenord helt"}),
    Door("forgotten password", "/password/forgotten/", lambda email: {"email": email}),
    Door("new activation link", "/activate/", lambda email: {"email": email}, known="newcomers"),
    Door("application", "/apply/se/", lambda email: {**APPLICATION, "email": email,
                                                     "once": uuid4()}),
    Door("invitation by staff", "/desk/access/invitations/",
         lambda email: {"email": email, "language": "sv"}, is_for_staff=True),
]  # fmt: skip


@dataclass
class Series:
    """What came of one kind of address at one door: times in milliseconds, and the answers."""

    times: list[float] = field(default_factory=list)
    answers: set[Any] = field(default_factory=set)

    @property
    def p50(self) -> float:
        return median(self.times)

    @property
    def p95(self) -> float:
        return quantiles(self.times, n=20)[-1]


class Visitor:
    """One connection; each request comes from a place of its own, so that no limit is reached."""

    def __init__(self, port: int) -> None:
        self.link = HTTPConnection("127.0.0.1", port, timeout=30)
        self.places = 0

    def ask(self, door: Door, email: str, session: str) -> tuple[float, Any]:
        """How many milliseconds it took, and the answer without what is new each time."""
        self.places += 1
        place = f"10.{self.places >> 16 & 255}.{self.places >> 8 & 255}.{self.places & 255}"
        body = urlencode({**door.form(email), "csrfmiddlewaretoken": CSRF}).encode()
        cookies = f"csrf={CSRF}" + (f"; kundportal={session}" if session else "")
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookies,
            "X-Forwarded-For": place,
        }
        begun = time.perf_counter()
        self.link.request("POST", door.path, body, headers)
        response = self.link.getresponse()
        content = response.read()
        took = 1000 * (time.perf_counter() - begun)
        return took, _as_seen(response.status, response.getheaders(), content, email)


def _as_seen(status: int, headers: list[tuple[str, str]], content: bytes, email: str) -> Any:
    kept = []
    for name, value in headers:
        if name.lower() == "set-cookie":
            kept.append((name, COOKIE.sub(r"\1", value)))
        elif name.lower() not in CLOCKED:
            kept.append((name, value))
    page = CHANGING.sub(b"", content).replace(email.encode(), b"ADDRESS")
    return status, tuple(sorted(kept)), page
