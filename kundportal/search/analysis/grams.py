"""A word's runs of four letters, its ends marked: what it shares with its kin and its slips."""

from __future__ import annotations

LENGTH = 4
END = "_"


def grams(word: str) -> set[str]:
    """`betyg` gives _bet, bety, etyg, tyg_; a word of one letter gives itself with its ends."""
    marked = f"{END}{word}{END}"
    return {marked[at : at + LENGTH] for at in range(max(1, len(marked) - LENGTH + 1))}
