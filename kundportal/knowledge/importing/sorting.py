"""What holds for the entries of any source: the originals first, and nothing twice."""

from __future__ import annotations

from collections import defaultdict

from kundportal.knowledge.importing.documents import Entry, Remark


def checked(entries: list[Entry], language: str) -> list[Entry]:
    """With the original of each article first, and one alone for each key and language."""
    languages: dict[str, list[str]] = defaultdict(list)
    seen: dict[tuple[str, str], str] = {}
    for entry in entries:
        if entry.problem:
            continue
        first = seen.setdefault((entry.key, entry.language), entry.path)
        if first != entry.path:
            entry.problem = Remark("doubled-key", first)
        else:
            languages[entry.key].append(entry.language)
    for entry in entries:
        there = languages.get(entry.key, [])
        if entry.original not in there:
            entry.original = language if language in there else (there or [""])[0]
    return sorted(entries, key=lambda one: (one.language != one.original, one.position, one.path))
