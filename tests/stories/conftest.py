"""A real browser before a real web server, with a real mail server behind it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.template import engines
from playwright.sync_api import Browser, sync_playwright
from procrastinate.contrib.django import app

from kundportal.mail.models import Mail
from tests import tools
from tests.smtp import MailServer

# Playwright keeps an event loop in this thread, which Django would take for an asynchronous view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the library's own name
        pass


@pytest.fixture(scope="module")  # its event loop would be in the way of what is not told here
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=tools.chromium(),
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        yield chromium
        chromium.close()


class Recorder:
    """Passes requests on, and keeps every whole page that the server sends."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application = application
        self.pages: list[tuple[str, bytes]] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        answer = self.application(environ, start_response)
        kind = getattr(answer, "headers", {}).get("Content-Type", "")  # files have none
        if not kind.startswith("text/html"):
            return answer
        body = b"".join(answer)
        answer.close()
        if body.startswith(b"<!doctype"):
            self.pages.append((f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}", body))
        return [body]


@pytest.fixture
def sent() -> Recorder:
    return Recorder(get_wsgi_application())


@pytest.fixture
def site(
    transactional_db: None, sent: Recorder, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The portal, static files included, at the address to which the links in mails lead.

    It bears the name localhost, as browsers keep passkeys for names alone.
    """
    # Threads close their connections after each request, so that the database can be dropped.
    monkeypatch.setitem(connections.databases["default"], "CONN_MAX_AGE", 0)
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.daemon_threads = True
    server.set_app(sent)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://localhost:{server.server_address[1]}"
    monkeypatch.setitem(engines["jinja2"].env.globals, "site_url", address)  # type: ignore[attr-defined]
    settings.SITE_URL = address
    yield settings.SITE_URL
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def post_office(site: str, smtp: MailServer) -> Callable[[], MailServer]:
    """Lets the worker do its jobs until none is left; the mails then lie at the mail server."""

    def work() -> None:
        with app.replace_connector(app.connector.get_worker_connector()):
            app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    def deliver() -> MailServer:
        with ThreadPoolExecutor(1) as another_thread:
            another_thread.submit(work).result()
        assert not Mail.objects.waiting().exists()
        return smtp

    return deliver
