"""What the worker does about what is searched for."""

from procrastinate.contrib.django import app

from kundportal.lib import daily_marks
from kundportal.search.models import Asked, Trace
from kundportal.search.noting import counting_asked, rolling_up


@app.task(queueing_lock="search.count_asked")
def count_asked(**_told: int) -> None:
    """Counts the searches that have been made since last time."""
    counting_asked.count_left()


@app.task(queueing_lock="search.forget_traces")
def forget_traces(**_told: int) -> None:
    """Forgets what ties together the things that a reader has done."""
    Trace.objects.forget()
    daily_marks.forget()


@app.task(queueing_lock="search.roll_up_asked")
def roll_up_asked(**_told: int) -> None:
    """Keeps of the searches of long ago how many they were, and then nothing."""
    rolling_up.roll_up()
    Asked.objects.old().delete()
