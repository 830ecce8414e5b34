"""A portal with so many tickets, served the way `bin/demo` serves it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kundportal.lib.postgres import Postgres
from kundportal.running import folder as data
from kundportal.running import ports, programs
from kundportal.running.child import Child

FOLDERS = data.CHECKOUT / "data"


@dataclass(frozen=True)
class Site:
    """What is measured: where it listens, and its pages as `bench.plan` describes them."""

    tickets: int
    port: int
    pages: list[dict[str, Any]]


@contextmanager
def running(tickets: int, port: int, folder: Path | None = None) -> Iterator[Site]:
    """Starts PostgreSQL and the web server; fills the data folder unless it has been filled."""
    where = data.usable(folder or FOLDERS / f"bench-{tickets}")
    ports.check_free(port)
    postgres = Postgres(where, holder="bench/run")
    web: Child | None = None
    try:
        _start(postgres, _fingerprint(tickets))
        known = data.environment(where, address=f"http://localhost:{port}", database=postgres.url)
        env = {**os.environ, **known}
        begun = time.monotonic()
        pages = _prepare(tickets, env)
        postgres.set_remark(_fingerprint(tickets))
        say(f"{tickets:,} tickets are ready after {time.monotonic() - begun:.0f} s.")
        web = Child("web server", command(port), env=env, log=where / "logs" / "web-server.log")
        web.start()
        _wait(web, port)
        yield Site(tickets, port, pages)
    finally:
        if web:
            web.stop()
        postgres.stop()


def command(port: int) -> list[str]:
    """The product's own web server, serving the floor as well."""
    *words, _application = programs.web_server(port)
    return [*words, "bench.served:application"]


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _start(postgres: Postgres, wanted: str) -> None:
    """What an earlier code filled is made anew."""
    postgres.start()
    if postgres.remark() != wanted:
        postgres.stop()
        shutil.rmtree(postgres.cluster)
        postgres.start()


def _fingerprint(tickets: int) -> str:
    """Changes with the tables and with what they are filled with."""
    seen = hashlib.sha256(str(tickets).encode())
    ours = [Path(__file__).with_name(f"{name}.py") for name in ("bulk", "drafts", "fill", "words")]
    for file in [*ours, *sorted((data.CHECKOUT / "kundportal").glob("*/migrations/*.py"))]:
        seen.update(file.read_bytes())
    return seen.hexdigest()


def _prepare(tickets: int, env: dict[str, str]) -> list[dict[str, Any]]:
    asked = [sys.executable, "-m", "bench.prepare_site", str(tickets)]
    answer = subprocess.run(asked, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if answer.returncode != 0:
        raise data.Problem("The tickets could not be made; what went wrong stands above.")
    return json.loads(answer.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def _wait(web: Child, port: int) -> None:
    begun = time.monotonic()
    while not ports.is_healthy(port):
        if not web.is_alive() or time.monotonic() - begun > 60:
            raise data.Problem(f"The web server does not start: {web.last_words()}")
        time.sleep(0.05)
