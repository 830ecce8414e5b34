"""How a mail leaves: by SMTP, with the server's answer kept, or as a file in the demo."""

from __future__ import annotations

import hashlib
import os
import re
import smtplib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

PATIENCE_WITH_OLD = 2  # seconds for a connection that was kept


class _Reader:
    """Reads the server's lines, and gives a reply no more time than it has.

    A socket's own time limit begins anew with every byte, so that a server which sends a byte now
    and then would hold us for ever.
    """

    def __init__(self, connection: smtplib.SMTP) -> None:
        self._connection = connection
        self._read = b""
        self.until = 0.0

    def readline(self, limit: int) -> bytes:
        while b"\n" not in self._read and len(self._read) < limit:
            left = self.until - monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            socket: Any = self._connection.sock
            socket.settimeout(left)
            if not (more := socket.recv(4096)):
                break
            self._read += more
        line, newline, rest = self._read.partition(b"\n")
        whole = (line + newline)[:limit]
        self._read = (line + newline)[limit:] + rest
        return whole

    def close(self) -> None:
        self._read = b""


class _Listening:
    """Knows how far the conversation has come, and what the server said when it took the mail."""

    answer = stage = ""

    def getreply(self) -> tuple[int, bytes]:
        talk: Any = self
        if talk.file is None:
            talk.file = _Reader(talk)
        talk.file.until = monotonic() + talk.timeout
        code, text = super().getreply()  # type: ignore[misc]
        if talk.sock:
            talk.sock.settimeout(talk.timeout)
        return code, text

    def mail(self, *said: Any) -> tuple[int, bytes]:
        return self._at("MAIL", super().mail, *said)  # type: ignore[misc]

    def rcpt(self, *said: Any) -> tuple[int, bytes]:
        return self._at("RCPT", super().rcpt, *said)  # type: ignore[misc]

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, text = self._at("DATA", super().data, msg)  # type: ignore[misc]
        self.answer = f"{code} {text.decode('utf-8', 'replace')}"
        return code, text

    def _at(self, stage: str, say: Any, *said: Any) -> tuple[int, bytes]:
        self.stage = stage
        code, text = say(*said)
        return code, text


class _Plain(_Listening, smtplib.SMTP):
    pass


class _Encrypted(_Listening, smtplib.SMTP_SSL):
    pass


class Smtp(EmailBackend):
    """Django's SMTP backend, which notes on the message how far it came and what was answered."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain

    def _send(self, email_message: EmailMessage) -> bool:
        talk: Any = self.connection
        talk.stage = talk.answer = ""
        message: Any = email_message
        try:
            sent: bool = super()._send(email_message)  # type: ignore[misc]
        finally:
            message.stage, message.answer = talk.stage, talk.answer
        return sent

    def is_alive(self) -> bool:
        """Whether the server still listens on a connection that was kept."""
        talk: Any = self.connection
        try:
            talk.timeout = PATIENCE_WITH_OLD
            code, _text = talk.noop()
            talk.timeout = self.timeout
            talk.sock.settimeout(self.timeout)
        except (smtplib.SMTPException, OSError, AttributeError):
            return False
        return bool(code == 250)

    def is_open(self) -> bool:
        return bool(self.connection and self.connection.sock)

    def _close_connection(self, connection: Any) -> None:
        # The server has the mail; a quarrel over the goodbye must not have it sent again.
        with suppress(smtplib.SMTPException, OSError):
            connection.timeout = PATIENCE_WITH_OLD
            super()._close_connection(connection)  # type: ignore[misc]
        connection.close()


class EmlFolder(BaseEmailBackend):
    """Writes each message as an .eml file; a message that is sent again is written once."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            message.answer = _write(message, folder)  # type: ignore[attr-defined]
        return len(email_messages)


def _write(message: EmailMessage, folder: Path) -> str:
    """The name of the message's file, such as `20261126T143205.123456-a@b.se-1f0c….eml`."""
    content: Any = message.message()
    digest = hashlib.sha256(content["Message-ID"].encode()).hexdigest()[:16]
    for written in folder.glob(f"*-{digest}.eml"):
        return written.name
    recipient = re.sub(r"[^A-Za-z0-9.@_+-]", "_", ",".join(message.recipients()))[:120]
    name = f"{timezone.now():%Y%m%dT%H%M%S.%f}-{recipient}-{digest}.eml"
    unfinished = folder / f".{name}.{os.getpid()}"
    unfinished.write_bytes(content.as_bytes(linesep="\r\n"))
    unfinished.replace(folder / name)
    return name
