"""How an entry's terms are written down: a vector to find it by, and bytes to score it by.

Each term stands in the vector under its number and a letter for how much it says there, so that
one reaches the entries of which a common word says much without touching the others.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

LEVELS = "abcd"  # from much to little
FLOORS = (0.75, 0.6, 0.45, 0.0)
MOST = 255


def level(impact: float) -> int:
    return next(at for at, floor in enumerate(FLOORS) if impact >= floor)


def lexeme(number: int, at: int) -> str:
    return f"{number:x}{LEVELS[at].upper()}"


def pack(impacts: Mapping[int, float]) -> bytes:
    """Numbers of terms in order, then an impact of a byte for each."""
    numbers = sorted(impacts)
    rounded = bytes(max(1, min(MOST, round(impacts[one] * MOST))) for one in numbers)
    return struct.pack(f"<{len(numbers)}I", *numbers) + rounded


def numbers_in(packed: bytes | memoryview) -> tuple[int, ...]:
    return struct.unpack_from(f"<{len(packed) // 5}I", packed)


def pick(packed: bytes | memoryview, wanted: Iterable[int]) -> dict[int, float]:
    """The impacts of those terms that are wanted."""
    count = len(packed) // 5
    places = {number: at for at, number in enumerate(numbers_in(packed))}
    begin = count * 4
    return {
        number: packed[begin + at] / MOST
        for number in wanted
        if (at := places.get(number)) is not None
    }


def vector(impacts: Mapping[int, float]) -> list[str]:
    """The lexemes of the entry."""
    return [lexeme(number, level(impact)) for number, impact in impacts.items()]
