"""What the worker does about accounts."""

from procrastinate.contrib.django import app

from kundportal.people.models import Session


@app.task(queueing_lock="people.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Deletes the sessions that are over."""
    Session.objects.over().delete()
