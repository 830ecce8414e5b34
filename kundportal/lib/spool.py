"""Lines that pages leave for the worker: cheap to write, without the database, and no harm if lost.

A page that is read is counted, and a GET never writes to the database. So a line is added to a file
of this process, and the worker takes the files and counts. A full or missing disk costs counts, and
never a page.
"""

from __future__ import annotations

import json
import logging
import os
import socket
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

FULL = 8 * 1024 * 1024  # what one process leaves at the most while no worker takes it
LONGEST = 2000  # a line that is longer is not left: one write of so little is never torn
TAKEN = ".taken"

_log = logging.getLogger(__name__)


def leave(kind: str, line: dict[str, Any]) -> None:
    """Adds a line for the worker; never raises."""
    written = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    if len(written) > LONGEST:
        return
    try:
        _add(folder() / f"{kind}.{_process()}", written)
    except OSError as fault:
        _log.warning("could not leave a line of %s: %s", kind, fault.strerror)


def taken(kind: str) -> Iterator[list[dict[str, Any]]]:
    """What has been left, a file at a time. A file is gone when the next one is asked for.

    Whoever is stopped before that gets the same lines again.
    """
    for file in sorted(folder().glob(f"{kind}.*")):
        mine = file if file.suffix == TAKEN else file.with_name(file.name + TAKEN)
        if mine != file and mine.exists():  # left by a worker that was stopped: next time
            continue
        try:
            file.rename(mine)
            content = mine.read_bytes()
        except FileNotFoundError:  # another worker has taken it
            continue
        yield list(_lines(content))
        mine.unlink(missing_ok=True)


@cache
def folder() -> Path:
    made = Path(settings.COUNTS_ROOT)
    made.mkdir(parents=True, exist_ok=True, mode=0o700)
    return made


def _process() -> str:
    return f"{socket.gethostname()}-{os.getpid()}"


def _add(file: Path, written: bytes) -> None:
    target = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.fstat(target).st_size < FULL:
            os.write(target, written)
    finally:
        os.close(target)


def _lines(content: bytes) -> Iterator[dict[str, Any]]:
    for line in content.splitlines():
        try:
            yield json.loads(line)
        except ValueError:  # the end of a file that was cut off
            continue
