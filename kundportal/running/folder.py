"""The data folder of a demo, and what its programs are told of it."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
DEFAULT = CHECKOUT / "data" / "demo"
NOTE = "demo.json"  # says that the folder is a demo's, and its address


class Problem(Exception):
    """What the person who starts us must put right, as one line; the program ends with code 2."""


def usable(folder: Path) -> Path:
    """The folder, made when missing; a clear line when it can't be written."""
    folder = folder.expanduser().resolve()
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            # Root's PostgreSQL runs as another user, who must be able to pass.
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        trial = folder / f".trial-{os.getpid()}"
        trial.touch()
        trial.unlink()
    except OSError as problem:
        raise Problem(f"The data folder {folder} can't be written: {problem.strerror}.") from None
    return folder


def environment(folder: Path, *, address: str, database: str) -> dict[str, str]:
    """The variables of every program that works on a demo's folder."""
    return {
        "KUNDPORTAL_DATA": str(folder),
        "KUNDPORTAL_DEMO": "yes",
        "KUNDPORTAL_URL": address,
        "KUNDPORTAL_GATHER_SECONDS": "20",  # so that a newcomer sees the mail soon
        "KUNDPORTAL_STAFF_FACTOR": "no",  # so that a newcomer can sign in by the password alone
        "KUNDPORTAL_MAIL_DOMAIN": "kundportal.example",
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "kundportal.settings",
    }


def note(folder: Path, *, address: str) -> None:
    (folder / NOTE).write_text(json.dumps({"address": address}) + "\n")


def noted_address(folder: Path) -> str | None:
    """The address at which the folder's demo was last started; None when it is no demo's."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads((folder / NOTE).read_text())["address"])
    return None
