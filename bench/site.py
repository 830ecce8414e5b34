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
from dataclasses import dataclass, field
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
    plan = Plan(
        folder=folder or FOLDERS / f"bench-{tickets}",
        port=port,
        preparation=["bench.prepare_site", str(tickets)],
        programs={"web server": command(port)},
        fingerprint=_fingerprint(tickets),
        settings={"KUNDPORTAL_SEARCHES": "1000000"},
    )
    with served(plan) as pages:
        yield Site(tickets, port, pages)


@dataclass(frozen=True)
class Plan:
    """What is prepared where, by which module, and which programs run then."""

    folder: Path
    port: int
    preparation: list[str]
    programs: dict[str, list[str]]
    fingerprint: str
    settings: dict[str, str] = field(default_factory=dict)


@contextmanager
def served(plan: Plan) -> Iterator[Any]:
    """Starts PostgreSQL, prepares the data, starts the programs; gives what preparing told."""
    where = data.usable(plan.folder)
    address = f"http://localhost:{plan.port}"
    ports.check_free(plan.port)
    postgres = Postgres(where, holder="bench/run")
    started: list[Child] = []
    try:
        _start(postgres, plan.fingerprint)
        known = data.environment(where, address=address, database=postgres.url)
        env = {**os.environ, **known, **plan.settings}
        begun = time.monotonic()
        told = _prepare(plan.preparation, env)
        postgres.set_remark(plan.fingerprint)
        say(f"The data is ready after {time.monotonic() - begun:.0f} s.")
        for name, words in plan.programs.items():
            log = where / "logs" / f"{name.replace(' ', '-')}.log"
            started.append(Child(name, words, env=env, log=log))
            started[-1].start()
        _wait(started[0], plan.port)
        yield told
    finally:
        for child in reversed(started):
            child.stop()
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


def _prepare(module: list[str], env: dict[str, str]) -> Any:
    asked = [sys.executable, "-m", *module]
    answer = subprocess.run(asked, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if answer.returncode != 0:
        raise data.Problem("The data could not be made; what went wrong stands above.")
    return json.loads(answer.stdout.splitlines()[-1])


def _wait(web: Child, port: int) -> None:
    begun = time.monotonic()
    while not ports.is_healthy(port):
        if not web.is_alive() or time.monotonic() - begun > 60:
            raise data.Problem(f"The web server does not start: {web.last_words()}")
        time.sleep(0.05)
