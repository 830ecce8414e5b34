"""What the worker does about tickets."""

from uuid import UUID

from procrastinate.contrib.django import app

from kundportal.tickets import keeping, scanning
from kundportal.tickets.models import Draft, Upload


@app.task
def scan_file(key: str) -> None:
    """Has a file that has just come in judged; the timetable tries again what this can't."""
    scanning.scan(UUID(key))


@app.task(queueing_lock="tickets.scan_all")
def scan_all(timestamp: int) -> None:
    """Tries those files again that still wait for the virus scanner."""
    scanning.scan_all()


@app.task(queueing_lock="tickets.forget_uploads")
def forget_uploads(timestamp: int) -> None:
    """Removes the files that were never sent."""
    Upload.objects.forget_old()


@app.task(queueing_lock="tickets.forget_drafts")
def forget_drafts(timestamp: int) -> None:
    """Deletes the drafts that nobody has touched for long, and files that no row names."""
    Draft.objects.forget_old()
    keeping.forget_strays()
