"""Finding files that no row names: what was being written when something was killed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils import timezone

from kundportal.lib.scanned import ScannedFile, stray_keys

YOUNG = timedelta(hours=24)


def forget_strays(room: str, *models: type[ScannedFile]) -> int:
    """Removes the room's files that no row has named for a day; says how many it was."""
    top = Path(default_storage.path(room))
    folders = sorted(top.iterdir()) if top.exists() else []
    return sum(_forget_in(folder, models) for folder in folders if folder.is_dir())


def _forget_in(folder: Path, models: tuple[type[ScannedFile], ...]) -> int:
    before = (timezone.now() - YOUNG).timestamp()
    old: dict[UUID, list[Path]] = {}
    for path in folder.iterdir():
        if (key := _key_of(path)) and path.stat().st_mtime < before:
            old.setdefault(key, []).append(path)
    # The models are asked in the order given, in which a row may move from one to the next.
    strays = stray_keys(set(old), *models) if old else set()
    removed = [path for key in strays for path in old[key]]
    for path in removed:
        path.unlink(missing_ok=True)
    return len(removed)


def _key_of(path: Path) -> UUID | None:
    """`3f…`, `3f….webp` and what was half written of both are named by the key of the row."""
    try:
        return UUID(path.name.partition(".")[0].partition("_")[0])
    except ValueError:
        return None
