"""The programs of a running Kundportal, as command lines: the one place that chooses them."""

from __future__ import annotations

import sys

MODULE = [sys.executable, "-m", "kundportal"]
HOST = "127.0.0.1"


def web_server(port: int, *, workers: int = 2, threads: int = 4) -> list[str]:
    """Serves the portal on loopback; it ends when one of its processes does."""
    return [
        *[sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"],
        *["--host", HOST, "--port", str(port)],
        *["--workers", str(workers), "--blocking-threads", str(threads)],
        *["--workers-kill-timeout", "3", "--log-level", "warning"],
        "kundportal.wsgi:application",
    ]


def web_server_that_reloads(port: int) -> list[str]:
    """Django's own, for those who change the code."""
    return [*MODULE, "runserver", "--skip-checks", f"{HOST}:{port}"]


def worker() -> list[str]:
    """Sends the mails and does what else waits in the queue."""
    words = ["worker", "--concurrency", "4", "--shutdown-graceful-timeout", "5"]
    return [*MODULE, "procrastinate", "--skip-checks", *words]


def preparation() -> list[str]:
    return [sys.executable, "-m", "kundportal.running.preparation"]
