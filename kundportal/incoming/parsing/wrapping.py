"""Joins lines that the sender's program has broken, so that a draft's text flows again.

A break is the program's where the next word did not fit in the line any more. Lists, quotations,
indented lines and signatures are left as they are, and so is a text with longer lines.
"""

from __future__ import annotations

import re

NARROWEST, WIDEST = 55, 80  # letters of the longest line of a text that was broken
SHORT = 3  # words: a name or a greeting below a sentence, not the rest of one
_KEPT = re.compile(r"[\s>|#*+=_~`-]|\d{1,3}[.):]|[a-zA-Z][.)]\s|\w+://")
_ENDS = (".", "!", "?", ":", ";")


def unwrapped(text: str) -> str:
    """The text with the broken sentences of its paragraphs whole."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    end = next((at for at, line in enumerate(lines) if line.rstrip() == "--"), len(lines))
    width = max((len(line) for line in lines[:end] if " " in line), default=0)
    if not NARROWEST <= width <= WIDEST:
        return text
    joined: list[list[str]] = []
    for at, line in enumerate(lines):
        if 0 < at < end and _goes_on(lines, at, width):
            joined[-1].append(line.strip())
        else:
            joined.append([line])
    return "\n".join(" ".join(pieces) for pieces in joined)


def _goes_on(lines: list[str], at: int, width: int) -> bool:
    """Whether the line goes on with the sentence of the one before it."""
    before, line = lines[at - 1].rstrip(), lines[at].rstrip()
    if not line or not before or _KEPT.match(line) or _KEPT.match(before):
        return False
    if len(before) + 1 + len(line.split(maxsplit=1)[0]) <= width:
        return False
    is_last = at + 1 == len(lines) or not lines[at + 1].strip()
    return not (before.endswith(_ENDS) and is_last and len(line.split()) <= SHORT)
