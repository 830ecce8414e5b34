"""Dovecot, a real IMAP server, for the tests: one mailbox, on the loopback."""

from __future__ import annotations

import getpass
import grp
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests import tools

USER, PASSWORD = "portal@skola.example", "lösen/ord"
CONFIGURATION = """
base_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
auth_failure_delay = 0
mail_location = maildir:{folder}/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group_of_owner} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    """The server; can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        (folder / "home").mkdir()
        (folder / "mail").mkdir()
        is_root = os.geteuid() == 0
        me, group = getpass.getuser(), grp.getgrgid(os.getegid()).gr_name
        if is_root:
            folder.chmod(0o755)
            for one in ("home", "mail"):
                shutil.chown(folder / one, "nobody", "nogroup")
        (folder / "dovecot.conf").write_text(
            CONFIGURATION.format(
                folder=folder,
                port=self.port,
                password=PASSWORD,
                internal="dovecot" if is_root else me,
                login="dovenull" if is_root else me,
                group="dovecot" if is_root else group,
                owner="nobody" if is_root else me,
                group_of_owner="nogroup" if is_root else group,
            )
        )

    @property
    def url(self) -> str:
        return f"imap://portal%40skola.example:l%C3%B6sen%2Ford@127.0.0.1:{self.port}/INBOX"

    def start(self) -> None:
        command = [tools.dovecot(), "-F", "-c", str(self.folder / "dovecot.conf")]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        until = time.monotonic() + 20
        while not self._answers():
            assert self.process.poll() is None, self.process.stderr.read()
            assert time.monotonic() < until, (self.folder / "dovecot.log").read_text()
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as one:
                return one.recv(100).startswith(b"* OK")
        except OSError:
            return False

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)
        self.process = None

    def client(self) -> IMAPClient:
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10)
        client.plain_login(USER, PASSWORD)
        client.select_folder("INBOX")
        return client

    def put(self, *mails: bytes) -> None:
        """Lays mails into the mailbox."""
        with self.client() as client:
            for mail in mails:
                client.append("INBOX", mail)

    def subjects(self) -> list[str]:
        """What lies in the mailbox now."""
        with self.client() as client:
            found = client.fetch(client.search(), ["ENVELOPE"])
        return [one[b"ENVELOPE"].subject.decode() for one in found.values()]

    def empty(self) -> None:
        with self.client() as client:
            client.delete_messages(client.search())
            client.expunge()


@pytest.fixture(scope="session")
def running_dovecot() -> Iterator[Dovecot]:
    with tempfile.TemporaryDirectory(prefix="dovecot-") as folder:
        server = Dovecot(Path(folder))
        server.start()
        yield server
        server.stop()


@pytest.fixture
def mailbox(running_dovecot: Dovecot, settings) -> Dovecot:
    """The portal fetches from the server, which runs and holds nothing."""
    if running_dovecot.process is None:
        running_dovecot.start()
    running_dovecot.empty()
    settings.MAILBOX = running_dovecot.url
    return running_dovecot
