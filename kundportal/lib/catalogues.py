"""The texts in all languages: made ready for gettext, and held against the sources."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from fnmatch import fnmatch
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


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


def read_all(locale_folder: str | Path) -> Iterator[tuple[str, Catalog]]:
    for source in sorted(Path(locale_folder).glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as text:
            yield source.parts[-3], read_po(text, locale=source.parts[-3])


def messages_of(package: str | Path) -> Catalog:
    """Every text that the package's Python and templates give to gettext."""
    with (Path(package) / "locale" / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = Catalog()
    for file, line, text, _comments, context in extract_from_dir(
        package, methods, options, keywords=KEYWORDS
    ):
        found.add(text, locations=[(file, line)], context=context)
    return found


def within(sources: Catalog, places: str | Path) -> Catalog:
    """The texts that stand in one of the files which `places` names, a pattern a line."""
    lines = Path(places).read_text(encoding="utf-8").splitlines()
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    found = Catalog()
    for message in sources:
        there = [
            one for one in message.locations if any(fnmatch(one[0], each) for each in patterns)
        ]
        if message.id and there:
            found.add(message.id, locations=there, context=message.context)
    return found


def needed(package: str | Path, whole: Collection[str]) -> Callable[[str], Catalog]:
    """Which texts a language needs: all of them, or those that applicants meet."""
    sources = messages_of(package)
    some = within(sources, Path(package) / "locale" / "applicants.txt")
    return lambda language: sources if language in whole else some


def mistakes(sources: Catalog, catalogue: Catalog) -> list[str]:
    """Texts without a translation, and translations that don't fit their text."""
    lines = []
    for message in sources:
        if not message.id:
            continue
        known = catalogue.get(message.id, message.context)
        if known is None or known.fuzzy or not _is_whole(known.string):
            where = ":".join(map(str, message.locations[0]))
            lines.append(f"no translation of {message.id!r} ({where})")
    for message, problems in catalogue.check():
        lines += [f"{message.id!r}: {problem}" for problem in problems]
    return lines


def _is_whole(translation: str | tuple[str, ...] | list[str] | None) -> bool:
    if translation is None or isinstance(translation, str):
        return bool(translation)
    return all(translation)
