"""Marks that tell a reader's second visit of a day from the first, and nothing afterwards.

A mark is made with a secret that is drawn anew each day and thrown away a day later. It never
stands in the database nor in its backups, so nobody can find out afterwards whose mark it was.
"""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from kundportal.lib import dates, spool

PREFIX = "secret-of-"
LENGTH = 32


def mark(*parts: object, day: date | None = None) -> str:
    """The same for the same parts all day long."""
    said = "\x1f".join(str(part) for part in parts)
    return hmac.digest(_secret(day or dates.today()), said.encode(), "sha256").hex()[:32]


def forget() -> None:
    """Throws away the secrets of the days before yesterday."""
    kept = {_file(dates.today() - timedelta(days=days)).name for days in (0, 1)}
    for file in spool.folder().glob(f"{PREFIX}*"):
        if file.name not in kept:
            file.unlink(missing_ok=True)
    _secret.cache_clear()


def _file(day: date) -> Path:
    return spool.folder() / f"{PREFIX}{day.isoformat()}"


@lru_cache(maxsize=2)
def _secret(day: date) -> bytes:
    """Where the disk is full, this process has its own for the day: a reader may count twice."""
    own = secrets.token_bytes(LENGTH)
    try:
        drawn = _drawn(_file(day))
    except OSError:
        return own
    return drawn if len(drawn) == LENGTH else own


def _drawn(file: Path) -> bytes:
    """Drawn by whoever needs it first; another process that draws meanwhile takes the first one."""
    if not file.exists():
        draft = file.with_name(f".{secrets.token_hex(8)}")
        target = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(target, secrets.token_bytes(LENGTH))
        finally:
            os.close(target)
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_bytes()
