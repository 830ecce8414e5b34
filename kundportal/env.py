"""Reads the environment: one call gives a setting's name, its default and its meaning.

Every variable that Kundportal reads goes through here, so `KNOWN` is the whole list;
`docs/operate/settings.md` is held against it by a test.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Read = TypeVar("Read")


@dataclass(frozen=True)
class Variable:
    name: str
    default: str
    meaning: str


KNOWN: dict[str, Variable] = {}


class BadSetting(SystemExit):
    """A variable has a value that can't be used; ends the program with one clear line, code 2."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(2)
        self.message = f"{name}: {problem}"

    def __str__(self) -> str:
        return self.message


def text(name: str, default: str, meaning: str) -> str:
    KNOWN[name] = Variable(name, default, meaning)
    return os.environ.get(name, default)


def flag(name: str, default: bool, meaning: str) -> bool:
    value = text(name, "yes" if default else "no", meaning).strip().lower()
    if value not in {"yes", "no", "true", "false", "1", "0"}:
        raise BadSetting(name, f"'{value}' is neither yes nor no")
    return value in {"yes", "true", "1"}


def number(name: str, default: int, meaning: str) -> int:
    value = text(name, str(default), meaning)
    try:
        return int(value)
    except ValueError:
        raise BadSetting(name, f"'{value}' is not a whole number") from None


def checked(name: str, default: str, meaning: str, read: Callable[[str], Read]) -> Read:
    """What `read` makes of the value; a ValueError of it says what is wrong with the value."""
    try:
        return read(text(name, default, meaning))
    except ValueError as problem:
        raise BadSetting(name, str(problem)) from None


def secret(name: str, file: Path, meaning: str) -> str:
    """The variable's value, else what `file` holds, made with 50 random bytes the first time."""
    value = text(name, "", meaning)
    if value:
        return value
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was first
            return file.read_text().strip()
        with os.fdopen(handle, "w") as target:
            target.write(secrets.token_urlsafe(50))
    return file.read_text().strip()
