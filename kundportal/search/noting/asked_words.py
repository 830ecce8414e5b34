"""What somebody searched for, as it is kept: the same for the same question, and of nobody."""

from __future__ import annotations

import re
import unicodedata

from kundportal.lib import identity_numbers

LONGEST = 120
HIDDEN = "…"
_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")
# Phones, customer numbers, ticket numbers: five digits and more, however they are grouped.
_NUMBER = re.compile(r"(?:\b[a-z]{2}[ -])?\+?\d(?:[ ()./-]{0,2}\d){4,}")
_SPACE = re.compile(r"\s+")
_EDGES = "".join(chr(sign) for sign in range(33, 127) if not chr(sign).isalnum()) + "”“’»«–"


def tidy(typed: str) -> str:
    """Lower case, single spaces, and "…" for numbers and addresses that may be somebody's."""
    text = unicodedata.normalize("NFC", typed[:2000])
    for found in reversed(identity_numbers.find(text)):
        text = f"{text[: found.start]} {HIDDEN} {text[found.end :]}"
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    text = _NUMBER.sub(HIDDEN, _MAIL.sub(HIDDEN, text.lower()))
    words = [word.strip(_EDGES) for word in _SPACE.split(text)]
    kept = " ".join(word for word in words if word)[:LONGEST].strip()
    return "" if kept.strip(f"{HIDDEN} ") == "" else kept
