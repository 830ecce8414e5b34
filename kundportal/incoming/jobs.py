"""What the worker does with mail that has come in. No mail makes a job fail.

Jobs of the timetable are told the time for which they were queued, and need not know it.
"""

from __future__ import annotations

from time import monotonic

from procrastinate.contrib.django import app

from kundportal.incoming.arriving import fetching, routing
from kundportal.incoming.models import Arrival, KeptMail, SelfCheck, Tally

SWEEP_SECONDS = 50


@app.task(queue="incoming")
def read(arrival_id: int) -> None:
    """Reads one mail, if it waits and nobody else is reading it."""
    routing.read_one(Arrival.objects.filter(pk=arrival_id))


@app.task(queue="incoming", queueing_lock="incoming.sweep")
def sweep(**_told: int) -> None:
    """Reads what is due: mails whose reading was cut short, and those whose job was lost."""
    stop = monotonic() + SWEEP_SECONDS
    while monotonic() < stop:
        if routing.read_one(Arrival.objects.due()) is None:
            return


@app.task(queue="incoming", queueing_lock="incoming.fetch", lock="incoming.fetch")
def fetch(**_told: int) -> None:
    """Fetches what lies in the mailbox, where the installation has one."""
    fetching.fetch()


@app.task(queue="incoming", queueing_lock="incoming.check")
def check(**_told: int) -> None:
    """Sends ourselves a mail, where mail comes in here."""
    SelfCheck.objects.make()


@app.task(queue="incoming", queueing_lock="incoming.forget")
def forget(**_told: int) -> None:
    """Wipes what is kept no longer."""
    Arrival.objects.forget()
    SelfCheck.objects.forget()


@app.task(queueing_lock="incoming.forget_kept")
def forget_kept(timestamp: int) -> None:
    """Deletes the mails that nobody claimed in time, with their files, and very old figures."""
    KeptMail.objects.forget_old()
    Tally.objects.forget_old()
