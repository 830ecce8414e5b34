"""The demo: PostgreSQL, web server and worker as children, from the first start to a clean stop."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from kundportal.lib import children
from kundportal.lib.postgres import InUse, Postgres, PostgresProblem
from kundportal.running import folder as data
from kundportal.running import ports, preparation, programs
from kundportal.running.child import Child

MARK = "KUNDPORTAL_CHILD_OF"  # by it the children of a killed demo are found again
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ANSWERS_WITHIN = 60.0


class Stopped(BaseException):
    """Somebody asked us to stop; raised wherever we wait."""


class Demo:
    """One data folder, served at one port, until somebody says stop."""

    def __init__(self, folder: Path, port: int, *, reload: bool) -> None:
        self.folder = folder
        self.port = port
        self.reload = reload
        self.address = f"http://localhost:{port}"
        self.stopping = threading.Event()
        self.postgres = Postgres(
            folder, holder="bin/dev" if reload else "bin/demo", pause=self.pause
        )
        self.children: list[Child] = []

    def run(self) -> None:
        """Starts everything, tells the address, and keeps it running until a signal comes."""
        for sent in SIGNALS:
            signal.signal(sent, lambda *_: self.stopping.set())
        try:
            self._start()
            self._announce()
            while True:
                self.pause(0.2)
                self._revive()
        except Stopped:
            say("Stopping ...")
        finally:
            self._stop()

    def pause(self, seconds: float) -> None:
        if self.stopping.wait(seconds):
            raise Stopped

    def _start(self) -> None:
        self.postgres.claim()
        children.end_marked(MARK, str(self.folder), patience=2)
        ports.check_free(self.port)
        if not self.postgres.exists():
            say("Making the database ...")
        self.postgres.start()
        self._prepare()
        data.note(self.folder, address=self.address)
        web = programs.web_server_that_reloads if self.reload else programs.web_server
        self.children = [
            self._child("web server", web(self.port)),
            self._child("worker", programs.worker()),
        ]
        for child in self.children:
            child.start()
        self._wait_until_healthy(self.children[0])

    def _child(self, name: str, command: list[str]) -> Child:
        env = {
            **os.environ,
            **data.environment(self.folder, address=self.address, database=self.postgres.url),
            "KUNDPORTAL_DEBUG": "yes" if self.reload else "no",
            MARK: str(self.folder),
        }
        log = self.folder / "logs" / f"{name.replace(' ', '-')}.log"
        return Child(name, command, env=env, log=None if self.reload else log)

    def _prepare(self) -> None:
        """Migrates, collects and fills, unless that was done for just this code."""
        wanted = preparation.fingerprint()
        if self.postgres.remark() == wanted and preparation.is_complete(self.folder):
            return
        say("Preparing tables, texts, static files and demo data ...")
        child = self._child("preparation", programs.preparation())
        self.children = [child]
        child.start()
        while child.is_alive():
            self.pause(0.02)
        if child.returncode != 0:
            raise data.Problem(f"The preparation failed: {child.last_words()}")
        self.postgres.set_remark(wanted)

    def _wait_until_healthy(self, web: Child) -> None:
        begun = time.monotonic()
        while not ports.is_healthy(self.port):
            if not web.is_alive():
                raise data.Problem(f"The web server does not start: {web.last_words()}")
            waited = time.monotonic() - begun
            if waited > ANSWERS_WITHIN:
                raise data.Problem(f"The web server does not answer: {web.last_words()}")
            self.pause(min(0.02 + waited / 10, 1))

    def _revive(self) -> None:
        """Starts again whatever has ended by itself."""
        if not self.postgres.is_alive():
            say("PostgreSQL ended; starting everything again.")
            for child in self.children:
                child.stop()
            self.postgres.start()
            for child in self.children:
                child.start()
        for child in self.children:
            if line := child.revive():
                say(line)

    def _announce(self) -> None:
        say(f"Kundportal runs at {self.address}")
        for line in _accounts(self.folder / "accounts.json"):
            say(line)
        say(f"Mails are files in {self.folder / 'mail'}, logs are in {self.folder / 'logs'}.")
        say("Ctrl-C stops it; nothing is lost.")

    def _stop(self) -> None:
        for sent in SIGNALS:
            signal.signal(sent, signal.SIG_IGN)
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.stop()
        self.postgres.stop()


def _accounts(file: Path) -> list[str]:
    """Whom one can sign in as, one line each."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        accounts: list[dict[str, Any]] = json.loads(file.read_text())
        width = max(len(account["email"]) for account in accounts)
        lines = ["Sign in as:"]
        for account in accounts:
            line = f"  {account['role']:<14} {account['email']:<{width}}  {account['password']}"
            secret = account.get("totp_secret")
            lines.append(f"{line}  (one-time code from {secret})" if secret else line)
        return lines
    return []


def say(line: str) -> None:
    with suppress(OSError):  # a closed terminal must not keep us from stopping cleanly
        print(line, flush=True)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line instead of the usage and a line."""
        self.exit(2, f"{self.prog}: {message}\n")


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port; choose 1 to 65535")
    return number


def main(words: Sequence[str], *, reload: bool = False) -> int:
    """The exit code: 0 after a clean stop, 2 when somebody must put something right first."""
    name = "bin/dev" if reload else "bin/demo"
    parser = _Parser(prog=name, description="Runs Kundportal with demo data on this machine.")
    parser.add_argument("--port", type=_port, default=8000, help="where to listen (8000)")
    parser.add_argument("--data", type=Path, default=data.DEFAULT, help="the data folder")
    chosen = parser.parse_args(words)
    try:
        where = data.usable(chosen.data)
        Demo(where, chosen.port, reload=reload).run()
    except InUse as problem:
        return _fail(f"The data folder {where} is in use by {problem.holder}; see --data.")
    except (data.Problem, PostgresProblem, OSError) as problem:
        return _fail(str(problem))
    say("Stopped.")
    return 0


def _fail(line: str) -> int:
    print(line, file=sys.stderr)
    return 2
