"""The queue of jobs: adding to it in a transaction, and keeping it in order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.job_context import JobContext
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

KEEP_DONE_HOURS = 24
KEEP_FAILED_HOURS = 30 * 24

# In a worker, `task.defer` speaks through the worker's own connections: the job would be there
# before the rows it is about, and stay when they are rolled back. This one always uses Django's.
_jobs = JobManager(DjangoConnector())


def defer(task: str, **arguments: Any) -> None:
    """Queues a job by the dotted name of its task; it exists once the transaction has ended."""
    configure_task(name=task, job_manager=_jobs).defer(**arguments)


def defer_until(moment: datetime, task: str, **arguments: Any) -> None:
    """The same for a job that is not to begin before a moment."""
    configure_task(name=task, job_manager=_jobs, schedule_at=moment).defer(**arguments)


def defer_all_until(moment: datetime, task: str, arguments: list[dict[str, Any]]) -> None:
    """The same for many jobs of one task, in one statement."""
    if arguments:
        configure_task(name=task, job_manager=_jobs, schedule_at=moment).batch_defer(*arguments)


@app.task(queueing_lock="queue.rescue", pass_context=True)
async def rescue_jobs_of_killed_workers(context: JobContext, **_told: int) -> None:
    """Queues again what a worker had begun when it was killed."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        try:
            await jobs.retry_job(job)
        except ConnectorException:  # one like it waits already, and would do the same work
            await jobs.finish_job(job, Status.ABORTED, delete_job=True)


@app.task(queueing_lock="queue.remove_finished", pass_context=True)
async def remove_finished_jobs(context: JobContext, **_told: int) -> None:
    """Keeps the table of jobs small; failed ones stay for a month, to be looked at."""
    jobs = context.app.job_manager
    await jobs.delete_old_jobs(nb_hours=KEEP_DONE_HOURS)
    await jobs.delete_old_jobs(
        nb_hours=KEEP_FAILED_HOURS,
        include_failed=True,
        include_cancelled=True,
        include_aborted=True,
    )
