"""Finding files that no row names: what was being written when something was killed."""

from __future__ import annotations

from kundportal.lib import strays
from kundportal.tickets.models import Attachment, Upload


def forget_strays() -> int:
    """Removes the files that no row has named for a day; says how many it was."""
    # In the order in which a row moves: what is sent in between is found as an attachment.
    return strays.forget_strays("tickets", Upload, Attachment)
