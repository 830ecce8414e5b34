"""What the worker does about what is read."""

from procrastinate.contrib.django import app

from kundportal.knowledge.models import ReadBefore, Reading
from kundportal.knowledge.reading import counting_read


@app.task(queueing_lock="knowledge.count_read")
def count_read(**_told: int) -> None:
    """Counts the readings since last time."""
    counting_read.count_left()


@app.task(queueing_lock="knowledge.roll_up_read")
def roll_up_read(**_told: int) -> None:
    """Keeps of the readings of long ago how many they were, and then nothing."""
    counting_read.roll_up()
    Reading.objects.old().delete()
    ReadBefore.objects.old().delete()
