"""A demo as a person runs it: `bin/demo` in a process of its own."""

from __future__ import annotations

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from kundportal.lib.postgres import Postgres

CHECKOUT = Path(__file__).resolve().parents[2]
LONGEST_START = 300.0


def clean_environment() -> dict[str, str]:
    """The environment without what the tests themselves were told."""
    foreign = ("KUNDPORTAL_", "DATABASE_URL", "DJANGO_", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}


def run(program: str, *words: object, **more: object) -> subprocess.CompletedProcess[str]:
    """Runs one of our programs to its end."""
    command = [sys.executable, CHECKOUT / "bin" / program, *map(str, words)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False,
        env=clean_environment(), stdin=subprocess.DEVNULL, **more,
    )  # fmt: skip


def free_port() -> int:
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture(scope="session")
def shared_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """One demo for all tests that want one; each leaves it as it likes, but filled."""
    demo = RunningDemo(tmp_path_factory.mktemp("demo"))
    yield demo
    if demo.process is not None:
        demo.kill_everything()


class RunningDemo:
    """Started, looked at, stopped and killed by the tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None
        self.lines: queue.Queue[str] = queue.Queue()
        self.seconds_to_start: list[float] = []

    def launch(self) -> None:
        """Starts it without waiting for anything."""
        command = [sys.executable, CHECKOUT / "bin" / "demo"]
        command += ["--port", str(self.port), "--data", self.folder]
        self.lines = queue.Queue()
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=clean_environment(), stdin=subprocess.DEVNULL,
        )  # fmt: skip
        threading.Thread(target=self._listen, args=[self.process, self.lines], daemon=True).start()

    @staticmethod
    def _listen(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line.strip())
        lines.put("(end)")

    def wait_for_line(self, part: str) -> str:
        """The next line that contains `part`; fails when the demo ends before it."""
        seen = []
        while True:
            line = self.lines.get(timeout=LONGEST_START)
            seen.append(line)
            if part in line:
                return line
            assert line != "(end)", seen

    def start(self) -> None:
        """Starts it and waits until it tells its address."""
        begun = time.monotonic()
        self.launch()
        self.wait_for_line(f"http://localhost:{self.port}")
        self.seconds_to_start.append(time.monotonic() - begun)

    def ensure_running(self) -> None:
        if self.process is None or self.process.poll() is not None:
            self.start()

    def stop(self, sent: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(sent)
        return self.process.wait(timeout=60)

    def family(self) -> list[psutil.Process]:
        """The demo and everything below it."""
        assert self.process is not None
        with suppress(psutil.NoSuchProcess):
            parent = psutil.Process(self.process.pid)
            return [parent, *parent.children(recursive=True)]
        return []

    def kill_everything(self) -> None:
        family = self.family()
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(family, timeout=10)
        assert self.process is not None
        self.process.wait()

    def child(self, part: str) -> psutil.Process | None:
        """The demo's own child with `part` in its command line."""
        assert self.process is not None
        for process in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):
                if part in " ".join(process.cmdline()):
                    return process
        return None

    def database(self) -> psycopg.Connection:
        return psycopg.connect(Postgres(self.folder).url, autocommit=True)
