"""Whether a mail was written by a person."""

from __future__ import annotations

from kundportal.incoming.reading import Received


def why_automatic(mail: Received) -> str:
    """A code for what shows that a program wrote the mail; empty for a person's."""
    return ""
