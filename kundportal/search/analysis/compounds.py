"""A word's parts: its dictionary form, and those of the words it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kundportal.search.analysis.languages import Language

# A part is at least so long, a compound at least so long, and a split worth at least so much.
SHORTEST_PART = 3
SHORTEST = 7
LEAST = 4

Base = Callable[[str], str | None]
Known = Callable[[str], bool]


def parts(word: str, language: Language, base: Base, known: Known) -> tuple[str, ...]:
    """`lösenordsbyte` gives itself, `lösenord` and `byte`: the whole first, each once.

    `base` gives a word's dictionary form, or nothing for what no dictionary has; `known` says
    whether the index has the word, so that the names of its own world are parts as well.
    """
    whole = base(word) or word
    found = [whole]
    if language.joins and len(whole) >= SHORTEST:
        split = max(_splits(whole, language, base, known), default=None)
        if split is not None and split[0] >= LEAST:
            found += split[1:]
    return tuple(dict.fromkeys(found))


def _splits(
    word: str, language: Language, base: Base, known: Known
) -> Iterator[tuple[int, str, str]]:
    """The ways to see the word as two: how good each is, and the two."""
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        last = word[at:]
        if last in language.endings:
            continue
        last_base = _part(last, base, known)
        if last_base is None:
            continue
        for first, price in _unlinked(word[:at], language):
            first_base = _part(first, base, known)
            if first_base is not None:
                halves = ((first, first_base), (last, last_base))
                yield _worth(halves, known) - price, first_base, last_base


def _unlinked(first: str, language: Language) -> Iterator[tuple[str, int]]:
    """The first part as it stands, without what joins it to the next, with what it lost there."""
    yield first, 0
    for link in language.links:
        if first.endswith(link) and len(first) - len(link) >= SHORTEST_PART:
            yield first[: -len(link)], 0
    for lost in language.lost:
        yield first + lost, 1


def _part(part: str, base: Base, known: Known) -> str | None:
    found = base(part)
    if found is None and len(part) > SHORTEST_PART and known(part):
        return part
    return found


def _worth(halves: tuple[tuple[str, str], tuple[str, str]], known: Known) -> int:
    """Two long parts that the index has as words of their own are best."""
    worth = min(len(part) for part, _ in halves)
    for part, part_base in halves:
        worth += 3 if known(part) or known(part_base) else 0
        worth -= 3 if len(part) == SHORTEST_PART else 0
    return worth
