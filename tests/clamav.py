"""ClamAV's real daemon for the tests, with a signature for the EICAR test file and no other."""

from __future__ import annotations

import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import tools

# In two parts, so that no scanner takes this file for the one that it looks for.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
STREAM_MOST = 1  # MB
CONFIGURATION = """
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
LogFile {folder}/clamd.log
PidFile {folder}/clamd.pid
Foreground yes
StreamMaxLength {most}M
AlertEncrypted yes
AlertExceedsMax yes
MaxThreads 2
ConcurrentDatabaseReload no
"""


class Clamd:
    """The daemon, at a socket in a folder of its own; can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.process = folder, None
        self.address = str(folder / "clamd.sock")
        (folder / "signatures").mkdir()
        # By its text, wherever it stands: the sum of a whole file would not know it in a zip.
        signature = f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n"
        (folder / "signatures" / "eicar.ndb").write_text(signature)
        settings = CONFIGURATION.format(folder=folder, most=STREAM_MOST)
        (folder / "clamd.conf").write_text(settings)

    def start(self) -> None:
        command = [tools.clamd(), "--config-file", str(self.folder / "clamd.conf")]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 30
        while not self._answers():
            assert self.process.poll() is None, (self.folder / "clamd.log").read_text()
            assert time.monotonic() < until, "clamd does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as one:
                one.connect(self.address)
                one.sendall(b"zPING\0")
                return one.recv(5) == b"PONG\0"
        except OSError:
            return False

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        Path(self.address).unlink(missing_ok=True)


@pytest.fixture(scope="module")
def running_clamd() -> Iterator[Clamd]:
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        daemon = Clamd(Path(folder))
        daemon.start()
        yield daemon
        daemon.stop()


@pytest.fixture
def clamd(running_clamd: Clamd, settings) -> Clamd:
    """The portal knows the daemon, which runs."""
    if running_clamd.process is None or running_clamd.process.poll() is not None:
        running_clamd.start()
    settings.CLAMD = running_clamd.address
    return running_clamd
