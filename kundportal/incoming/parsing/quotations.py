"""What is new in a mail: its text without the mail that it answers and without a signature.

Only what is certain is cut: below a line that every program writes above a quotation, nothing but
the quotation may stand. Whoever answers between the lines keeps them all.
"""

from __future__ import annotations

import re

from kundportal.lib.patterns import any_of

_QUOTED = re.compile(r"\s{0,3}>")
_SAID = re.compile(
    r"^(?:am|den|on|le|på|el)\b[^\n]{0,400}(?:wrote|skrev|schrieb|kirjoitti|a écrit|escribió)\b",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"\b(?:wrote|writes|skrev|skriver|schrieb|kirjoitti)\b.{0,200}:$", re.IGNORECASE
)
_ORIGINAL = any_of(
    r"""
    original message
    original appointment
    forwarded message
    ursprungligt meddelande
    ursprungsmeddelande
    vidarebefordrat brev
    opprinnelig melding
    oprindelig meddelelse
    ursprüngliche nachricht
    alkuperäinen viesti
    """
)
_FROM = re.compile(r"^[\s*_]*(?:from|från|fra|von|lähettäjä)[\s*_]*:", re.IGNORECASE)
_SENT = re.compile(
    r"^[\s*_]*(?:sent|skickat|sendt|gesendet|lähetetty|date|datum|dato)[\s*_]*:", re.IGNORECASE
)
_RULE = re.compile(r"^\s*(?:_{10,}|-{3,}|\*\s?\*\s?\*)\s*$")
_AROUND = " \t\r\xa0>*_-"
LONGEST_HEAD = 300  # of a line above a quotation
_NEARBY = 6  # lines in which the head of a quoted mail names when it was sent


def new_in(text: str) -> str:
    """The text without what is quoted below it; the whole of it where nothing else is left."""
    lines = text.split("\n")
    end = _without_quotation(lines)
    kept = lines[:end]
    signature = next((at for at in range(len(kept)) if kept[at].rstrip("\r") == "-- "), None)
    if signature is None:
        signature = next((at for at in range(len(kept)) if kept[at].strip() == "--"), None)
    if signature:
        kept = kept[:signature]
    return "\n".join(kept).strip() or text.strip()


def _without_quotation(lines: list[str]) -> int:
    """How many lines stand above the quotation that ends the text."""
    for at, line in enumerate(lines):
        if len(line) <= LONGEST_HEAD and (_is_original(line) or _is_head(lines, at)):
            return _before_rule(lines, at)
    return _above_signs(lines)


def _is_original(line: str) -> bool:
    """Whether it is "-----Original message-----" or its like, be there signs around it or not."""
    said = line.strip(_AROUND)
    if not _ORIGINAL.fullmatch(said):
        return False
    before, _said, after = line.partition(said)
    return before.rstrip().endswith("--") and after.lstrip().startswith("--") and ">" not in after


def _is_head(lines: list[str], at: int) -> bool:
    if not _FROM.match(lines[at]):
        return False
    return any(_SENT.match(line) for line in lines[at + 1 : at + _NEARBY])


def _before_rule(lines: list[str], at: int) -> int:
    while at > 0 and (not lines[at - 1].strip() or _RULE.match(lines[at - 1])):
        at -= 1
    return at


def _above_signs(lines: list[str]) -> int:
    end = len(lines)
    while end > 0 and (not lines[end - 1].strip() or _QUOTED.match(lines[end - 1])):
        end -= 1
    if end == len(lines) or not any(_QUOTED.match(line) for line in lines[end:]):
        return len(lines)
    # The line above says who wrote what is quoted, and may be broken in two or three.
    for size in range(1, min(3, end) + 1):
        if _SAID.match(" ".join(line.strip() for line in lines[end - size : end])[:600]):
            return end - size
    return end - 1 if end and _WROTE.search(lines[end - 1].strip()[-300:]) else end
