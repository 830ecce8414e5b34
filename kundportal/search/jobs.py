"""What the worker does for search.

Jobs of the timetable are told the time for which they were queued, and need not know it.
"""

from __future__ import annotations

from time import monotonic

from procrastinate.contrib.django import app

from kundportal.search.index import reading, weighing

SECONDS = 50


@app.task(queue="search")
def read() -> None:
    """Reads into words what has changed, and counts no more what is gone."""
    reading.take_out()
    stop, after = monotonic() + SECONDS, 0
    while (after := reading.read_some(after=after)) and monotonic() < stop:
        pass


@app.task(queue="search", queueing_lock="search.sweep")
def sweep(**_told: int) -> None:
    """Reads what was missed: those whose job was lost, or that were too many at once."""
    reading.read_anew_by_version()
    read()
    weighing.weigh(most=weighing.SMALL)


@app.task(queue="search", queueing_lock="search.weigh")
def weigh(**_told: int) -> None:
    """Counts anew how common each feature of words is, where something has changed."""
    weighing.weigh()


@app.task(queue="search", queueing_lock="search.recount")
def recount(**_told: int) -> None:
    """Counts anew in how many entries each term stands."""
    reading.recount()
    weighing.weigh()
