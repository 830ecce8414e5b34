"""A data folder's PostgreSQL for as long as it is needed, shared with whoever else runs it."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kundportal.lib.postgres import InUse, Postgres, PostgresProblem


@contextmanager
def server_of(folder: Path, *, holder: str, durable: bool = True) -> Iterator[str]:
    """The address of the folder's server: joined when it runs, else started and stopped after.

    Whoever started it stops it only when those who joined have finished.
    """
    server = Postgres(folder, holder=holder, durable=durable)
    with (folder / "postgres.users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)  # waits while another one is stopping the server
        _start_or_join(server)
        try:
            yield server.url
        finally:
            if server.process:
                fcntl.flock(users, fcntl.LOCK_EX)
            server.stop()


def _start_or_join(server: Postgres) -> None:
    patience = time.monotonic() + 30
    while True:
        with suppress(InUse):
            server.start()
            return
        if server.answers():
            return
        if time.monotonic() > patience:
            raise PostgresProblem(f"PostgreSQL in {server.folder} is claimed, but does not answer")
        time.sleep(0.05)
