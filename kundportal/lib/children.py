"""Processes that end together with the one that started them."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import psutil

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(sent: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends the signal when our process ends, however it ends."""
    parent = os.getpid()

    def ask_the_kernel() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, sent)
            if os.getppid() != parent:  # it ended before we had asked
                os._exit(1)

    return ask_the_kernel


def start(
    command: Sequence[str | Path],
    *,
    output: IO[bytes] | int | None = None,
    env: Mapping[str, str] | None = None,
    when_orphaned: signal.Signals = signal.SIGTERM,
    **more: object,
) -> subprocess.Popen[bytes]:
    """Starts a child in a process group of its own, so that Ctrl-C reaches only the parent."""
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=env,
        process_group=0,
        preexec_fn=die_with_parent(when_orphaned),  # noqa: PLW1509 - our starters have one thread
        **more,
    )


def stop(
    process: subprocess.Popen[bytes], *, steps: Sequence[tuple[signal.Signals, float]]
) -> int | None:
    """Sends one signal after the other, each with seconds to obey, until the process has ended."""
    for sent, patience in steps:
        if process.poll() is not None:
            break
        process.send_signal(sent)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    # What it left behind in its group (a worker of the web server) would keep the port.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.poll()


def end_marked(name: str, value: str, *, patience: float = 5) -> list[int]:
    """Ends processes of an earlier run, known by a variable of their environment."""
    left = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and process.environ().get(name) == value:
                left.append(process)
    for process in left:
        with suppress(psutil.Error):
            process.terminate()
    _gone, alive = psutil.wait_procs(left, timeout=patience)
    for process in alive:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(alive, timeout=patience)
    return [process.pid for process in left]


def wait_for_pid(pid: int, *, patience: float) -> bool:
    """Waits for a process that is not ours; true when it has ended."""
    end = time.monotonic() + patience
    while psutil.pid_exists(pid):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
