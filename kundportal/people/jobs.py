"""What the worker does about accounts."""

from procrastinate.contrib.django import app

from kundportal.people.models import DataExtract, Session


@app.task(queueing_lock="people.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Deletes the sessions that are over."""
    Session.objects.over().delete()


@app.task(queueing_lock="people.forget_extracts")
def forget_extracts(timestamp: int) -> None:
    """Removes the extracts that have been kept long enough, and what was left half done."""
    DataExtract.objects.forget_old()
    DataExtract.objects.forget_strays()
