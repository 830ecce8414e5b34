"""Starts a real OpenID provider on the loopback, and walks through it as a browser does."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import requests
from django.http import HttpResponse
from django.test import Client

from kundportal.people.models import IdentityProvider, Organisation
from tests.people.openid_provider import CLIENT, SECRET

PROGRAM = Path(__file__).with_name("openid_provider.py")
HERE = "http://localhost:8000"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class OpenIdProvider:
    """The provider, and a browser that is signed in there."""

    def __init__(self) -> None:
        self.issuer = f"http://127.0.0.1:{free_port()}"
        port = self.issuer.rpartition(":")[2]
        self._running = subprocess.Popen(
            [sys.executable, PROGRAM, port], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._running.stdout
        assert self._running.stdout.readline() == b"ready\n"
        self.callback = ""

    def stop(self) -> None:
        assert self._running.stdin
        assert self._running.stdout
        self._running.stdin.close()
        self._running.wait(timeout=10)
        self._running.stdout.close()

    def go_wrong(self, **how: Any) -> None:
        """`claims` of its ID tokens, the `key` that signs them, or whole `answers` by path."""
        told = requests.post(
            f"{self.issuer}/control", json={"callback": self.callback, **how}, timeout=5
        )
        assert told.ok

    def serve(self, organisation: Organisation, *, by: Any, on: bool = True, **facts: Any) -> Any:
        """Becomes the provider of the organisation."""
        self.callback = f"{HERE}/sign-in/organisation/{organisation.pk}/callback/"
        self.go_wrong()
        given = {
            "kind": "openid_connect",
            "domains": ["lillkoping.example"],
            "issuer": self.issuer,
            "client_id": CLIENT,
            "secret": SECRET,
            **facts,
        }
        made = IdentityProvider.objects.set_up(organisation=organisation, by=by, **given)
        if on:
            made.turn(on=True, by=by)
        return made

    def sign_in(self, url: str, who: str) -> str:
        """Where the provider sends whoever comes to this address and is signed in there."""
        answer = requests.get(url, headers={"X-Who": who}, allow_redirects=False, timeout=5)
        return answer.headers["Location"]


@pytest.fixture(scope="session")
def _openid() -> Iterator[OpenIdProvider]:
    provider = OpenIdProvider()
    yield provider
    provider.stop()


@pytest.fixture
def openid(_openid: OpenIdProvider, settings: Any) -> OpenIdProvider:
    settings.PRIVATE_PROVIDERS = True
    return _openid


def begin(client: Client, email: str, **more: str) -> str:
    """Writes the address, and gives where the browser is sent."""
    return onward(client.post("/sign-in/organisation/", {"email": email, **more}))


def onward(answer: HttpResponse) -> str:
    """Where the page sends the browser: by its header, and by the link for whoever waits."""
    assert answer.status_code == 200, answer.content.decode()
    url = answer.headers["Refresh"].removeprefix("0; url=")
    links = re.findall(r'class="button button-primary" href="([^"]+)"', answer.content.decode())
    assert unescape(links[-1]) == url
    return url


def come_back(client: Client, url: str) -> HttpResponse:
    assert url.startswith(HERE)
    return client.get(url.removeprefix(HERE))
