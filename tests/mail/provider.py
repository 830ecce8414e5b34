"""A provider on the loopback: takes mails by HTTP as Postmark does, or answers as it is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from kundportal.mail import pool, providers

SECRET = "postmark:a-secret-of-some-length"
TO = "asa.berg@skola.se"


class Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, dict(self.headers), asked))
        status, answer = self.server.answer or (200, self.taken(asked))
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def taken(self, asked: Any) -> dict[str, Any]:
        number = len(self.server.asked)
        return {
            "To": asked["To"],
            "SubmittedAt": "2026-11-26T14:32:05Z",
            "MessageID": f"0a129aee-e1cd-480d-b08d-{number:012}",
            "ErrorCode": 0,
            "Message": "OK",
        }

    def log_message(self, *_said: Any) -> None:
        pass


class Provider(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Api)
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.answer: tuple[int, Any] | None = None
        self.connections = 0

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections += 1
        super().process_request(request, client_address)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()
    thread = Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """Postmark, played by a server of ours."""
    with running() as provider:
        settings.MAIL_PROVIDER, settings.MAIL_REPORTS_SECRET = "postmark", SECRET
        settings.ANYMAIL = providers.settings_of(
            "postmark", f"SERVER_TOKEN=t0ken, API_URL={provider.url}", SECRET
        )
        settings.EMAIL_BACKEND = providers.PROVIDERS["postmark"].backend
        settings.MAIL_DOMAIN = "mejl.portal.example"
        yield provider
        pool.close_idle(every=True)
