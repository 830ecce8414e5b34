"""Makes the `.mo` files that gettext reads from the `.po` files that people write."""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_all(locale_folder: Path) -> list[Path]:
    """Compiles each catalogue that is newer than what was made of it; gives those made."""
    made = []
    for source in sorted(locale_folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        fresh = target.with_suffix(f".{os.getpid()}")  # readers never see half a file
        with fresh.open("wb") as binary:
            write_mo(binary, catalogue)
        fresh.chmod(0o644)
        fresh.replace(target)
        made.append(target)
    return made
