"""What the worker does about what is kept of mails."""

from __future__ import annotations

from procrastinate.contrib.django import app

from kundportal.incoming.models import KeptMail, Tally


@app.task(queueing_lock="incoming.forget_kept")
def forget_kept(timestamp: int) -> None:
    """Deletes the mails that nobody claimed in time, with their files, and very old figures."""
    KeptMail.objects.forget_old()
    Tally.objects.forget_old()
