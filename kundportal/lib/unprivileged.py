"""Runs a program as somebody else when we are root and the program refuses root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "kundportal-db"


@dataclass(frozen=True)
class Account:
    """Who a program runs as; `prefix` stands before its command line."""

    uid: int
    gid: int
    name: str
    prefix: tuple[str, ...] = ()

    def popen(self) -> dict[str, object]:
        """What `subprocess` needs to become this account; nothing when a prefix does it."""
        if self.prefix or self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def account_for(folder: Path, *programs: Path) -> Account:
    """The account that owns `folder`, able to reach it and the programs.

    Root's own folders go to a system account. Where that account can't pass the folders above
    (a checkout under /root), it gets the one capability to do so and nothing else of root.
    """
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid())
        return Account(me.pw_uid, me.pw_gid, me.pw_name)
    owner = folder.stat().st_uid
    entry = pwd.getpwuid(owner) if owner else _system_account()
    if not owner:
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    account = Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
    if _can_reach(account, folder, *programs):
        return account
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name, _able_to_pass(account, folder))


def _system_account() -> pwd.struct_passwd:
    """A system account of our own, made when missing; else one that every system has."""
    commands = [
        [
            "useradd",
            "--system",
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            ACCOUNT,
        ],
        ["adduser", "-S", "-D", "-H", ACCOUNT],
    ]
    for command in [[], *commands]:
        if command and shutil.which(command[0]):
            subprocess.run(command, capture_output=True, check=False)
        try:
            return pwd.getpwnam(ACCOUNT)
        except KeyError:
            continue
    return pwd.getpwnam("nobody")


def _can_reach(account: Account, *paths: Path) -> bool:
    script = 'for path; do test -x "$path" || exit 1; done'
    command = ["/bin/sh", "-c", script, "sh", *map(str, paths)]
    return subprocess.run(command, cwd="/", check=False, **account.popen()).returncode == 0  # type: ignore[call-overload,no-any-return]


def _able_to_pass(account: Account, folder: Path) -> tuple[str, ...]:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise PermissionError(
            f"the user {account.name}, as whom PostgreSQL runs for root, can't reach {folder}"
        )
    return (
        setpriv,
        f"--reuid={account.uid}",
        f"--regid={account.gid}",
        "--clear-groups",
        "--pdeathsig=INT",  # becoming another user forgets what children.start asked for
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        # Without this bit access(2) leaves capabilities out, and PostgreSQL asks it.
        "--securebits=+no_setuid_fixup",
    )
