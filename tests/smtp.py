"""A real mail server on the loopback, which keeps what it takes and fails when told to."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from kundportal.mail import pool


class MailServer:
    """Takes every mail, until `refuse`, `hold` or `stop` says otherwise."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.recipients: list[str] = []
        self.begun = 0  # how many times a whole mail has arrived, taken or not
        self._answers: dict[str, str] = {}
        self._is_held = False
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """From now on connections are refused; those that are open are cut."""
        if self._controller:
            self._is_held = False
            self._controller.stop()
            self._controller = None

    def refuse(self, answer: str, *, at: str = "RCPT") -> None:
        """Gives this answer to every recipient, or to every mail with `at="DATA"`."""
        self._answers[at] = answer

    def accept(self) -> None:
        self._answers.clear()

    def hold(self) -> None:
        """Takes the mail and does not answer, until `release`."""
        self._is_held = True

    def release(self) -> None:
        self._is_held = False

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self._answers:
            return self._answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.begun += 1
        while self._is_held:
            await asyncio.sleep(0.005)
        if "DATA" in self._answers:
            return self._answers["DATA"]
        content = envelope.content
        assert isinstance(content, bytes)
        self.raw.append(content)
        self.received.append(email.message_from_bytes(content, policy=email.policy.default))
        self.recipients += envelope.rcpt_tos
        return f"250 2.0.0 Ok: queued as {len(self.received)}"


@pytest.fixture
def smtp(settings: Any) -> Iterator[MailServer]:
    """A mail server that is running, and the portal set to use it."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "kundportal.mail.backends.Smtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    yield server
    pool.close_idle(every=True)
    server.stop()
