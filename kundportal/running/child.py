"""A program that is watched: started, started again when it dies, stopped."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from kundportal.lib import children

LARGEST_LOG = 10 * 1024 * 1024
LONGEST_PAUSE = 30.0
STABLE_AFTER = 60.0
STOP = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))


class Child:
    """One program; what it says goes to `log`, or to the terminal when there is none."""

    def __init__(
        self, name: str, command: Sequence[str], *, env: Mapping[str, str], log: Path | None
    ) -> None:
        self.name = name
        self.command = command
        self.env = env
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self._deaths = 0
        self._started = 0.0
        self._again_at: float | None = None

    @property
    def returncode(self) -> int | None:
        return None if self.process is None else self.process.poll()

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        self._again_at = None
        self._started = time.monotonic()
        if self.log is None:
            self.process = children.start(self.command, env=self.env, umask=0o077)
            return
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as output:
            self.process = children.start(self.command, output=output, env=self.env, umask=0o077)

    def revive(self) -> str | None:
        """Starts it again after its death, later each time; what is to be said about it."""
        if self.process is None or self.is_alive():
            return None
        now = time.monotonic()
        if self._again_at is None:
            code = self.process.returncode
            children.stop(self.process, steps=())  # what it left behind
            self._deaths = 1 if now - self._started > STABLE_AFTER else self._deaths + 1
            pause = min(0.5 * 2**self._deaths, LONGEST_PAUSE)
            self._again_at = now + pause
            return f"The {self.name} ended (code {code}); starting it again in {pause:.0f} s."
        if now >= self._again_at:
            self.start()
        return None

    def ask_to_stop(self) -> None:
        if self.process is not None and self.is_alive():
            self.process.send_signal(STOP[0][0])

    def stop(self) -> None:
        if self.process is not None:
            children.stop(self.process, steps=STOP)

    def last_words(self) -> str:
        """The last line of its log, and where the rest is."""
        lines: list[str] = []
        if self.log is not None:
            with suppress(OSError):
                lines = self.log.read_text(errors="replace").splitlines()
        last = next((line.strip() for line in reversed(lines) if line.strip()), "no reason given")
        return f"{last} (see {self.log})" if self.log else "see above"
