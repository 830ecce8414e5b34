"""What the worker does at set times, and how the queue of jobs is kept in order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kundportal.lib.queue import defer
from kundportal.mail.models import Mail, State
from tests.smtp import MailServer

pytestmark = pytest.mark.django_db(transaction=True)
Post = Callable[..., Mail]
Work = Callable[[], None]

DELIVER = "kundportal.mail.jobs.deliver"
SWEEP = "kundportal.mail.jobs.sweep"


def write_job(task: str, *, status: str, lock: str | None = None, days_ago: int = 0) -> int:
    """A job as another worker has left it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, status, args)"
            " VALUES ('mail', %s, %s, %s, '{}') RETURNING id",
            [task, lock, status],
        )
        [pk] = cursor.fetchone()
        if status in {"succeeded", "failed"}:
            cursor.execute(
                "INSERT INTO procrastinate_events (job_id, type, at)"
                " VALUES (%s, %s, now() - make_interval(days => %s))",
                [pk, status, days_ago],
            )
    return int(pk)


def status_of(pk: int) -> str:
    return "".join(ProcrastinateJob.objects.filter(pk=pk).values_list("status", flat=True))


def test_the_timetable_stands_in_one_place() -> None:
    app.perform_import_paths()
    timetable = {job.task.name: job.cron for job in app.periodic_registry.periodic_tasks.values()}
    assert timetable[SWEEP] == "* * * * *"
    assert "kundportal.mail.jobs.forget_secrets" in timetable
    assert "kundportal.lib.queue.remove_finished_jobs" in timetable
    assert "kundportal.lib.queue.rescue_jobs_of_killed_workers" in timetable


def test_what_the_timetable_names_runs_without_fault(smtp: MailServer, work: Work) -> None:
    app.perform_import_paths()
    names = [job.task.name for job in app.periodic_registry.periodic_tasks.values()]
    for name in names:
        defer(name, timestamp=0)
    work()
    for name in names:
        assert set(ProcrastinateJob.objects.filter(task_name=name).values_list("status")) == {
            ("succeeded",)
        }


def test_a_mail_whose_job_was_lost_is_sent_by_the_sweep(
    smtp: MailServer, post: Post, work: Work
) -> None:
    mail = post()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    defer(SWEEP, timestamp=0)
    work()
    mail.refresh_from_db()
    assert mail.state == State.SENT


def test_a_job_of_a_killed_worker_is_done_by_another(work: Work) -> None:
    begun = write_job(SWEEP, status="doing")
    defer("kundportal.lib.queue.rescue_jobs_of_killed_workers", timestamp=0)
    work()
    assert status_of(begun) == "succeeded"


def test_a_job_of_a_killed_worker_goes_when_its_twin_waits(work: Work) -> None:
    begun = write_job(SWEEP, status="doing", lock="mail.sweep")
    defer("kundportal.lib.queue.rescue_jobs_of_killed_workers", timestamp=0)
    twin = write_job(SWEEP, status="todo", lock="mail.sweep")
    work()
    assert status_of(begun) == ""
    assert status_of(twin) == "succeeded"


def test_finished_jobs_go_after_a_day_and_failed_ones_after_a_month(work: Work) -> None:
    old = write_job(DELIVER, status="succeeded", days_ago=2)
    fresh = write_job(DELIVER, status="succeeded")
    failed = write_job(DELIVER, status="failed", days_ago=2)
    long_failed = write_job(DELIVER, status="failed", days_ago=31)
    defer("kundportal.lib.queue.remove_finished_jobs", timestamp=0)
    work()
    assert [status_of(pk) for pk in (old, fresh, failed, long_failed)] == [
        "",
        "succeeded",
        "failed",
        "",
    ]
