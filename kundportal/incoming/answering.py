"""What is answered to who writes to us by mail."""

from __future__ import annotations

from kundportal.incoming.models import Arrival
from kundportal.incoming.reading import Received


def answer(arrival: Arrival, mail: Received) -> str:
    """Answers a mail that is neither a bounce nor a check, where it may; gives a code for why."""
    return ""
