"""Whether the mail server that takes our mail is there, encrypts, and lets us sign in."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.utils.module_loading import import_string

from kundportal.mail.checking.findings import Finding, hint, missing, right

SECONDS = 10


def check() -> list[Finding]:
    if not issubclass(import_string(settings.EMAIL_BACKEND), EmailBackend):
        return [hint("server.not_smtp")]
    return list(_conversation())


def _conversation() -> Iterator[Finding]:
    """Greets, encrypts and signs in as the worker does, and sends nothing."""
    where = {"server": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"}
    try:
        smtp = _connected()
    except (OSError, smtplib.SMTPException) as fault:
        yield missing("server.away", **where, fault=_said(fault))
        return
    try:
        yield right("server.there", **where)
        yield from _encrypted(smtp, where)
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
            yield right("server.signed_in", **where, user=settings.EMAIL_HOST_USER)
    except smtplib.SMTPAuthenticationError as fault:
        yield missing("server.not_signed_in", **where, fault=_said(fault))
    except (OSError, smtplib.SMTPException) as fault:
        yield missing("server.quarrel", **where, fault=_said(fault))
    finally:
        smtp.close()


def _connected() -> smtplib.SMTP:
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    if settings.EMAIL_USE_SSL:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    return smtplib.SMTP(host, port, timeout=SECONDS)


def _encrypted(smtp: smtplib.SMTP, where: dict[str, str]) -> Iterator[Finding]:
    smtp.ehlo()
    if settings.EMAIL_USE_SSL:
        yield right("server.tls", **where)
    elif settings.EMAIL_USE_TLS:
        smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo()
        yield right("server.starttls", **where)
    elif smtp.has_extn("starttls"):
        yield hint("server.could_encrypt", **where)
    elif settings.EMAIL_HOST not in {"localhost", "127.0.0.1", "::1"}:
        yield hint("server.in_the_clear", **where)


def _said(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        text = fault.smtp_error
        said = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        return f"{fault.smtp_code} {' '.join(said.split())}"[:300]
    return f"{type(fault).__name__}: {fault}"[:300]
