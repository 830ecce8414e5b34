"""Regular expressions that are lists of phrases: one a line."""

from __future__ import annotations

import re


def any_of(
    phrases: str, *, before: str = "", after: str = "", multiline: bool = False
) -> re.Pattern[str]:
    """Matches any of the lines, in capitals or not, between what stands before and after them."""
    lines = "|".join(line.strip() for line in phrases.split("\n") if line.strip())
    flags = re.IGNORECASE | (re.MULTILINE if multiline else 0)
    return re.compile(f"{before}(?:{lines}){after}", flags)
