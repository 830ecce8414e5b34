"""What is fetched from addresses that people have typed in, and what is not."""

from __future__ import annotations

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from kundportal.lib import outbound


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "/fine")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        try:
            if self.path == "/stuck":
                self.wfile.flush()
                time.sleep(0.3)
            if self.path == "/slow":
                for _one in range(100):
                    self.wfile.write(b"x")
                    time.sleep(0.01)
            self.wfile.write(b"x" * (2_000_000 if self.path == "/large" else 2))
        except OSError:
            pass  # the other side has had enough

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    made = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


def reason(url, *, inside):
    with (
        pytest.raises(requests.RequestException) as problem,
        outbound.Session(inside=inside) as one,
    ):
        one.get(url)
    return outbound.why_not(problem.value)


def test_what_is_fine_is_fetched(server):
    with outbound.Session(inside=True) as session:
        assert session.get(f"{server}/fine").content == b"xx"


def test_redirects_and_what_is_too_large_are_not_taken(server):
    assert reason(f"{server}/redirect", inside=True) == "redirect"
    assert reason(f"{server}/large", inside=True) == "size"


def test_a_slow_answer_is_given_up(server, monkeypatch):
    monkeypatch.setattr(outbound, "SECONDS", 0.1)
    assert reason(f"{server}/slow", inside=True) == "time"
    assert reason(f"{server}/stuck", inside=True) == "time"


@pytest.mark.parametrize("url", ["http://example.com/", "file:///etc/passwd", "ftp://x.example/"])
def test_only_https(url):
    assert reason(url, inside=True) in {"not https", "unreachable"}
    assert not outbound.is_web_address(url, inside=True)


def test_plain_http_on_this_machine_only_when_allowed(server):
    assert reason(f"{server}/fine", inside=False) == "not https"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
     "0.0.0.0",
     "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.8", "64:ff9b::a00:8", "2002:a00:8::1",
     "224.0.0.1"],
)  # fmt: skip
def test_addresses_inside_a_network_are_not_public(address):
    assert not outbound.is_public(address)


def test_addresses_of_the_world_are():
    assert outbound.is_public("93.184.216.34")
    assert outbound.is_public("2606:2800:220:1:248:1893:25c8:1946")


def test_a_name_that_stands_for_an_inside_address_is_never_connected_to(monkeypatch):
    asked = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443)),
             (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.8", 443))]  # fmt: skip
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: asked)
    assert reason("https://idp.example/x", inside=False) == "private"


@pytest.mark.parametrize(
    "url",
    ["https://name:word@idp.example/", "https://", "https://idp.example:x/", "javascript:alert(1)",
     "https://idp.example/\n", "https://a b/"],
)  # fmt: skip
def test_odd_addresses_are_none(url):
    assert not outbound.is_web_address(url, inside=True)
