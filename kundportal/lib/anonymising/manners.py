"""What stands around what a reply says: the greeting, the thanks, the name below it."""

from __future__ import annotations

import re

_GREETING = re.compile(
    r"\s*(?:hej(?:san)?|god ?(?:morgon|dag)|hi|hello|dear|hei|hallo|kära?|guten tag|lieber?)"
    r"\b[^\n.?]{0,60}[,!.:]?[ \t]*(?:\n|$)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\n[ \t]*(?:m\.?v\.?h\b|(?:med )?(?:vänliga?|bästa|varma|många) hälsning(?:ar)?|hälsningar"
    r"|vänligen|kind regards|best regards|regards|best wishes|sincerely|(?:med )?venn?lig hilsen"
    r"|mit freundlichen grüßen|viele grüße)[^\n]{0,80}(?:\n[^\n]{0,80}){0,8}\s*$",
    re.IGNORECASE,
)


def without_manners(text: str) -> str:
    """The text without a greeting before it and a signature after it."""
    text = _GREETING.sub("", f"{text.strip()}\n", count=1) if _GREETING.match(text) else text
    return _CLOSING.sub("", f"\n{text.strip()}").strip()
