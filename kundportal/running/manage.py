"""Management commands on a data folder, with its packed PostgreSQL running while they need it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kundportal.lib.postgres import PostgresProblem
from kundportal.running import folder as data
from kundportal.running.server import server_of

WITHOUT_DATABASE = {"read_bounce", "read_mail"}  # commands that ask it nothing


def main(words: list[str]) -> int:
    """Runs one command; with DATABASE_URL set nothing is started."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kundportal.settings")
    chosen, words = _choose_folder(words)
    try:
        if os.environ.get("DATABASE_URL"):
            if chosen:
                os.environ["KUNDPORTAL_DATA"] = str(data.usable(chosen))
            return _run(words)
        where = data.usable(chosen or Path(os.environ.get("KUNDPORTAL_DATA") or data.DEFAULT))
        if words[:1] and words[0] in WITHOUT_DATABASE:
            _set_environment(where, database="")
            return _run(words)
        with server_of(where, holder="bin/manage") as database:
            _set_environment(where, database)
            return _run(words)
    except (data.Problem, PostgresProblem, PermissionError) as problem:
        print(problem, file=sys.stderr)
        return 2


def _choose_folder(words: list[str]) -> tuple[Path | None, list[str]]:
    """Takes `--data DIR` or `--data=DIR` from the front."""
    if words and words[0] == "--data":
        if len(words) < 2:
            raise SystemExit("--data needs a folder")
        return Path(words[1]), words[2:]
    if words and words[0].startswith("--data="):
        return Path(words[0].removeprefix("--data=")), words[1:]
    return None, words


def _set_environment(where: Path, database: str) -> None:
    os.environ.update(KUNDPORTAL_DATA=str(where), DATABASE_URL=database)
    address = data.noted_address(where)
    if address or where == data.DEFAULT:
        known = data.environment(where, address=address or "http://localhost:8000", database="")
        for name, value in known.items():
            os.environ.setdefault(name, value)


def _run(words: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["bin/manage", *words])
    return 0
