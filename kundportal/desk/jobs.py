"""What the worker does that concerns several rooms."""

from procrastinate.contrib.django import app

from kundportal.desk import reading_before


@app.task(queueing_lock="desk.tie_readings")
def tie_readings(**_told: int) -> None:
    """Counts which articles were read before the newest tickets."""
    reading_before.tie()
