"""Files stay within 300 lines and functions within 40."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import kundportal

CHECKOUT = Path(kundportal.__file__).parents[1]
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
FOLDERS = ("kundportal", "tests", "bench", "bin")
WRITTEN = {".py", ".html", ".txt", ".css", ".js", ".toml", ""}
# What may be longer, with the reason.
LONGER = {
    "kundportal/tickets/migrations/0001_create_tickets.py": "written by Django, never edited",
    "kundportal/settings.py": "the only settings file, read from top to bottom",
    "kundportal/access/data/free-mail-domains.txt": "a list, not code",
}


def files() -> Iterator[tuple[str, str]]:
    for folder in FOLDERS:
        for file in sorted((CHECKOUT / folder).rglob("*")):
            if file.is_file() and file.suffix in WRITTEN and "__pycache__" not in file.parts:
                yield str(file.relative_to(CHECKOUT)), file.read_text("utf-8")


def test_files_are_short():
    long = {name for name, text in files() if len(text.splitlines()) > LONGEST_FILE}
    assert long - LONGER.keys() == set()


def test_functions_are_short():
    long = [
        f"{name}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for name, text in files()
        if name.endswith(".py") or text.startswith("#!/usr/bin/env python3")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_what_may_be_longer_is_there():
    assert [name for name in LONGER if not (CHECKOUT / name).exists()] == []
