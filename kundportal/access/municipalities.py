"""Sweden's 290 municipalities: facts to suggest and to check by, not customers."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "municipalities.csv"


@dataclass(frozen=True)
class Municipality:
    code: str
    name: str
    mail_domain: str


@cache
def everyone() -> tuple[Municipality, ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Municipality(**row) for row in csv.DictReader(file))


@cache
def names() -> tuple[str, ...]:
    return tuple(sorted((one.name for one in everyone()), key=_alphabetical))


@cache
def _by_name() -> dict[str, Municipality]:
    return {one.name.casefold(): one for one in everyone()}


@cache
def _by_domain() -> dict[str, Municipality]:
    return {one.mail_domain: one for one in everyone()}


@cache
def _by_short_name() -> dict[str, Municipality]:
    """Lerum and Lerums for Lerums kommun, where no other municipality could be meant."""
    found: dict[str, list[Municipality]] = {}
    for one in everyone():
        short = one.name.casefold().removesuffix(" kommun")
        for known in {short, short.removesuffix("s")}:
            found.setdefault(known, []).append(one)
    return {name: ones[0] for name, ones in found.items() if len(ones) == 1}


def named(name: str) -> Municipality | None:
    written = " ".join(name.split()).casefold()
    return _by_name().get(written) or _by_short_name().get(written)


def with_mail_domain(domain: str) -> Municipality | None:
    return _by_domain().get(domain.lower())


def _alphabetical(name: str) -> str:
    """Sorts å, ä and ö last, as Swedish does."""
    return name.lower().translate(str.maketrans("åäö", "{|}"))
