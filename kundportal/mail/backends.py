"""How a mail leaves: by SMTP, with the server's answer kept, or as a file in the demo."""

from __future__ import annotations

import hashlib
import os
import re
import smtplib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone


class _Listening:
    """Keeps what the server said when it took the latest message."""

    answer = ""

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, text = super().data(msg)  # type: ignore[misc]
        self.answer = f"{code} {text.decode('utf-8', 'replace')}"
        return code, text


class _Plain(_Listening, smtplib.SMTP):
    pass


class _Encrypted(_Listening, smtplib.SMTP_SSL):
    pass


class Smtp(EmailBackend):
    """Django's SMTP backend, which also notes the server's answer on the message."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain

    def _send(self, email_message: EmailMessage) -> bool:
        sent: bool = super()._send(email_message)  # type: ignore[misc]
        email_message.answer = getattr(self.connection, "answer", "")  # type: ignore[attr-defined]
        return sent

    def close(self) -> None:
        # The server has the mail; a quarrel over the goodbye must not have it sent again.
        with suppress(smtplib.SMTPException, OSError):
            super().close()


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
