"""The connections to the mail server or provider, which are kept between mails.

Each is used by one thread at a time. One that has been idle for a moment is asked whether it still
lives; one that breaks before anything of a mail was said is replaced, and the mail said on the new.
"""

from __future__ import annotations

import smtplib
import threading
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

MOST_MAILS = 100  # on one connection
MOST_IDLE = 30.0  # seconds
ASKED_AFTER = 1.0  # seconds of idleness
OLDEST = 300.0  # seconds
_OF_CONNECTION = (
    "EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD",
    "EMAIL_USE_TLS", "EMAIL_USE_SSL", "EMAIL_TIMEOUT", "ANYMAIL",
)  # fmt: skip


@dataclass
class _Kept:
    """A connection that stays open."""

    backend: Any
    to: tuple[str, ...]
    opened: float
    used: float
    mails: int = 0

    @property
    def is_worn(self) -> bool:
        now = monotonic()
        return (
            self.mails >= MOST_MAILS
            or now - self.used > MOST_IDLE
            or now - self.opened > OLDEST
            or self.to != _where()
        )

    @property
    def is_usable(self) -> bool:
        if self.is_worn:
            return False
        alive = getattr(self.backend, "is_alive", None)
        return monotonic() - self.used < ASKED_AFTER or alive is None or bool(alive())


_idle: list[_Kept] = []
_lock = threading.Lock()


def send(message: EmailMessage) -> None:
    """Sends the message, on a connection that is open already if there is one."""
    kept = _kept()
    if kept:
        try:
            return _say(kept, message)
        except (smtplib.SMTPException, OSError) as fault:
            if not _is_stale(fault, message):
                raise
    _say(_opened(), message)
    return None


def close_idle(*, every: bool = False) -> None:
    """Closes what nobody has used for a while; every one that nobody uses now, when asked to."""
    with _lock:
        old = [one for one in _idle if every or one.is_worn]
        _idle[:] = [one for one in _idle if one not in old]
    for one in old:
        one.backend.close()


def _say(kept: _Kept, message: EmailMessage) -> None:
    """Says the mail; the connection is kept if the server and we still understand each other."""
    try:
        kept.backend.send_messages([message])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
        _keep(kept)
        raise
    except BaseException:
        kept.backend.close()
        raise
    _keep(kept)


def _keep(kept: _Kept) -> None:
    is_open = getattr(kept.backend, "is_open", None)
    kept.mails, kept.used = kept.mails + 1, monotonic()
    if kept.is_worn or (is_open is not None and not is_open()):
        kept.backend.close()
        return
    with _lock:
        _idle.append(kept)


def _kept() -> _Kept | None:
    """The connection that was used last and can still be used."""
    while True:
        with _lock:
            kept = _idle.pop() if _idle else None
        if kept is None or kept.is_usable:
            return kept
        kept.backend.close()


def _opened() -> _Kept:
    backend = get_connection()
    now = monotonic()
    try:
        stays_open = backend.open()
    except BaseException:
        backend.close()
        raise
    kept = _Kept(backend, _where(), now, now)
    if not stays_open:  # there is no connection to keep, as with files
        kept.mails = MOST_MAILS
    return kept


def _is_stale(fault: Exception, message: EmailMessage) -> bool:
    """Whether the connection had ended before anything about this mail was asked of the server."""
    if getattr(message, "stage", "") not in {"", "MAIL"}:
        return False
    if isinstance(fault, smtplib.SMTPResponseException):
        return fault.smtp_code == 421
    return not isinstance(fault, TimeoutError) and "timed out" not in str(fault)


def _where() -> tuple[str, ...]:
    return tuple(repr(getattr(settings, name, None)) for name in _OF_CONNECTION)
