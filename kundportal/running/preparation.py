"""Brings a data folder up to date with the code: tables, texts, static files, demo data.

Run as a program of its own, so that the one that watches the children stays small.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from kundportal.lib.catalogues import compile_all

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = PACKAGE / "locale"
WITHOUT_MEANING = {".mo", ".pyc"}


def fingerprint() -> str:
    """Changes when any file of the code changes; then the preparation is done again."""
    seen = hashlib.sha256()
    files = [PACKAGE.parent / "requirements.txt", *sorted(PACKAGE.rglob("*"))]
    for file in files:
        if file.suffix not in WITHOUT_MEANING and file.is_file():
            facts = file.stat()
            seen.update(f"{file}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def is_complete(folder: Path) -> bool:
    """Whether what was made outside the database is still there."""
    made = [source.with_suffix(".mo") for source in LOCALE.glob("*/LC_MESSAGES/*.po")]
    made.append(folder / "static" / "staticfiles.json")
    return all(file.exists() for file in made)


def main() -> None:
    compile_all(LOCALE)
    import django
    from django.core.management import call_command, get_commands

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    call_command("ship_articles")
    if "fill_demo" in get_commands():
        call_command("fill_demo")


if __name__ == "__main__":
    main()
