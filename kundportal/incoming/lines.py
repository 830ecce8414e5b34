"""What the commands say of each file that they read: one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol


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
