"""A file that somebody has sent in about a ticket."""

from __future__ import annotations

from typing import ClassVar

from kundportal.lib import scanned

folder_of = scanned.folder_of  # as the migrations call it


class ScannedFile(scanned.ScannedFile):
    """What attachments and files that wait for being sent have in common."""

    scan_job: ClassVar[str] = "kundportal.tickets.jobs.scan_file"

    class Meta:
        abstract = True
