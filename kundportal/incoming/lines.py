"""What the commands say of each file that they read: one line of JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

from django.core.management.base import BaseCommand, CommandParser


class Writer(Protocol):
    def write(self, text: str, /) -> object: ...


LARGEST = 200 * 1024 * 1024


def tell(files: Iterable[str], facts: Callable[[bytes], dict[str, Any]], out: Writer) -> int:
    """Writes a line for each file; returns how many could not be read."""
    failed = 0
    for file in files:
        line: dict[str, Any] = {"file": file}
        try:
            path = Path(file)
            if path.stat().st_size > LARGEST:
                raise OSError("too large")
            line |= facts(path.read_bytes())
        except (OSError, ValueError) as problem:
            line["error"] = (getattr(problem, "strerror", None) or str(problem))[:200]
            failed += 1
        out.write(json.dumps(line, ensure_ascii=True) + "\n")
    return failed


class ReadsFiles(BaseCommand):
    """A command that says something of each file, and ends with 1 if one could not be read."""

    requires_system_checks = ()

    def facts(self, raw: bytes) -> dict[str, Any]:
        """What the line of a mail says besides the file's name."""
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *, files: list[str], **options: Any) -> None:
        if tell(files, self.facts, self.stdout):
            sys.exit(1)
