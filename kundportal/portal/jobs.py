"""What the worker makes for customers and staff."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from kundportal.people.models import DataExtract
from kundportal.portal import extract

TRIES = 3


@app.task(pass_context=True, retry=RetryStrategy(max_attempts=TRIES - 1, wait=60))
def make_extract(context: JobContext, *, extract_id: int) -> None:
    """Gathers a person's data; tells them when that has failed time and again.

    A try may also end by the death of its worker, which counts as one.
    """
    tries_before = context.job.attempts
    try:
        if tries_before < TRIES:
            extract.make(extract_id)
    finally:
        if tries_before >= TRIES - 1:
            DataExtract.objects.give_up(extract_id)
