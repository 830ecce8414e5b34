"""Several workers, and workers that are killed: nothing is lost, nothing is sent by two."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from kundportal.mail import jobs
from kundportal.mail.letters import Letter
from kundportal.mail.models import Mail, State
from tests.smtp import MailServer

pytestmark = pytest.mark.django_db(transaction=True)
Post = Callable[..., Mail]


def eventually(is_so: Callable[[], Any], what: str, *, seconds: float = 20) -> None:
    """Waits until something that another process does has happened."""
    patience = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < patience, f"waited in vain until {what}"
        time.sleep(0.01)


def in_thread(work: Callable[[], Any]) -> threading.Thread:
    """Another worker, with a database connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@contextmanager
def worker_process(smtp: MailServer) -> Iterator[subprocess.Popen[bytes]]:
    """The worker as an installation runs it, in a process of its own, on the tests' database."""
    to = connection.settings_dict
    host = to["HOST"] or to["OPTIONS"].get("host", "")
    address = (
        f"postgresql://{quote(to['USER'])}:{quote(to['PASSWORD'])}@/{to['NAME']}"
        f"?host={quote(str(host), safe='/')}&port={to['PORT'] or 5432}"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kundportal.settings",
        "DATABASE_URL": address,
        "KUNDPORTAL_SMTP_HOST": "127.0.0.1",
        "KUNDPORTAL_SMTP_PORT": str(smtp.port),
        "KUNDPORTAL_DEMO": "no",
    }
    command = [sys.executable, "-m", "django", "procrastinate", "--skip-checks", "worker"]
    worker = subprocess.Popen(command, env=environment)
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


def others_in_transaction() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_locks WHERE relation = 'mail_mail'::regclass"
            " AND mode = 'RowShareLock' AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in cursor.fetchall()]


def is_waiting_to_write() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks WHERE relation = 'mail_mail'::regclass AND NOT granted"
        )
        return cursor.fetchone() is not None


def is_waiting_for_another() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone() is not None


def test_the_worker_sends_what_was_posted_and_its_job_succeeds(
    smtp: MailServer, post: Post, work: Callable[[], None]
) -> None:
    with transaction.atomic():
        mail = post()
    work()
    mail.refresh_from_db()
    assert mail.state == State.SENT
    assert len(smtp.received) == 1
    assert ProcrastinateJob.objects.get(args={"mail_id": mail.pk}).status == "succeeded"


def test_a_job_succeeds_although_the_server_is_down(
    smtp: MailServer, post: Post, work: Callable[[], None]
) -> None:
    mail = post()
    smtp.stop()
    work()
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (State.DEFERRED, 1)
    assert ProcrastinateJob.objects.get(args={"mail_id": mail.pk}).status == "succeeded"


def test_two_workers_at_the_same_time_send_a_mail_once(smtp: MailServer, post: Post) -> None:
    mail = post()
    smtp.hold()
    first = in_thread(lambda: jobs.deliver(mail_id=mail.pk))
    eventually(lambda: smtp.begun == 1, "the first worker is sending")
    jobs.deliver(mail_id=mail.pk)
    jobs.sweep()
    smtp.release()
    first.join()
    mail.refresh_from_db()
    assert (smtp.begun, len(smtp.received), mail.tries) == (1, 1, 1)


def test_two_acts_at_the_same_time_with_one_key_are_one_mail(letter: Letter, work: object) -> None:
    said = {"to": "asa.berg@skola.se", "key": "reply:12:34", "language": "sv"}
    others: list[Mail] = []
    with transaction.atomic():
        mail = Mail.objects.post(letter, **said)
        other = in_thread(lambda: others.append(Mail.objects.post(letter, **said)))
        eventually(is_waiting_for_another, "the other one meets the key")
    other.join()
    assert others == [mail]
    assert ProcrastinateJob.objects.filter(args={"mail_id": mail.pk}).count() == 1


def test_sweeps_at_the_same_time_share_the_mails(smtp: MailServer, post: Post) -> None:
    mails = [post() for _ in range(12)]
    start = threading.Barrier(3)

    def work() -> None:
        start.wait()
        jobs.sweep()

    for thread in [in_thread(work) for _ in range(3)]:
        thread.join()
    arrived = sorted(message["Message-ID"] for message in smtp.received)
    assert arrived == sorted(mail.message_id for mail in mails)


def test_a_worker_killed_before_the_server_answered_loses_nothing(
    smtp: MailServer, post: Post
) -> None:
    mail = post()
    smtp.hold()
    with worker_process(smtp) as worker:
        eventually(lambda: smtp.begun == 1, "the worker is sending")
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    smtp.stop()  # the server never finishes what it had begun
    smtp.start()
    eventually(lambda: not others_in_transaction(), "the lock of the killed worker is gone")
    jobs.sweep()
    mail.refresh_from_db()
    assert mail.state == State.SENT
    assert [message["Message-ID"] for message in smtp.received] == [mail.message_id]


def test_a_worker_killed_between_250_and_commit_makes_one_duplicate_at_most(
    smtp: MailServer, post: Post
) -> None:
    mail = post()
    with worker_process(smtp) as worker:
        with transaction.atomic():
            with connection.cursor() as cursor:  # lets others lock rows, but write none
                cursor.execute("LOCK TABLE mail_mail IN SHARE MODE")
            eventually(is_waiting_to_write, "the worker has its 250 and wants to note it")
            assert len(smtp.received) == 1
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        eventually(lambda: not others_in_transaction(), "the lock of the killed worker is gone")
    mail.refresh_from_db()
    assert mail.state == State.WAITING
    for _ in range(3):
        jobs.sweep()
        jobs.deliver(mail_id=mail.pk)
    mail.refresh_from_db()
    assert mail.state == State.SENT
    assert [message["Message-ID"] for message in smtp.received] == [mail.message_id] * 2
