"""What the worker does about the ways through a checklist."""

from procrastinate.contrib.django import app

from kundportal.tickets.models import Walk


@app.task(queueing_lock="tickets.forget_walks")
def forget_walks(timestamp: int) -> None:
    """Deletes what is too old to tell anything."""
    Walk.objects.forgotten().delete()
