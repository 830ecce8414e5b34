"""The mail server is away for an hour, or a worker is killed: all arrives in time, and once.

`bench/mail` runs the same with a thousand mails.
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F

from kundportal.mail import jobs
from kundportal.mail.models import Destination, Mail, State
from tests.mail.test_workers import eventually, others_in_transaction, worker_process
from tests.smtp import MailServer

Post = Callable[..., Mail]
MAILS = int(os.environ.get("MAILS", "60"))
ANSWERS = ["", "421 4.3.2 closing", "451 4.3.0 try later"] if "MAILS" in os.environ else [""]
DOMAINS = 7
PATIENCE = 20 + MAILS / 10  # seconds


def a_minute_passes() -> None:
    """Moves all that is written about time into the past, which is the same as waiting."""
    for model, names in (
        (Mail, ("created_at", "next_try_at", "give_up_at", "failed_at")),
        (Destination, ("resumes_at", "since", "minute")),
    ):
        model.objects.update(**{name: F(name) - timedelta(minutes=1) for name in names})


def once_each(smtp: MailServer, mails: list[Mail]) -> bool:
    arrived = sorted(message["Message-ID"] for message in smtp.received)
    return arrived == sorted(mail.message_id for mail in mails)


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ANSWERS)
def test_after_an_hour_without_a_server_all_mails_arrive_within_ten_minutes(
    smtp: MailServer, post: Post, answer: str
) -> None:
    mails: list[Mail] = []
    if answer:
        smtp.refuse(answer)
    else:
        smtp.stop()
    for minute in range(60):
        fresh = range(MAILS * minute // 60, MAILS * (minute + 1) // 60)
        new = [post(to=f"a{at}@skola{at % DOMAINS}.se") for at in fresh]
        for mail in new:
            jobs.deliver(mail_id=mail.pk)
        mails += new
        jobs.sweep()
        a_minute_passes()
    assert not smtp.received
    tries = Counter(Mail.objects.values_list("tries", flat=True))
    assert tries.total() == MAILS
    assert max(tries) <= 60, "the sweep has tried one a minute"
    if answer:
        smtp.accept()
    else:
        smtp.start()
    minutes = 0
    while Mail.objects.waiting().exists() and minutes < 12:
        minutes += 1
        jobs.sweep()
        a_minute_passes()
    assert once_each(smtp, mails)
    assert minutes <= 10
    print(f"{MAILS} mails, {minutes} minutes after the server was back ({answer or 'no server'})")


@pytest.mark.django_db(transaction=True)
def test_two_workers_one_killed_midway_lose_nothing_and_double_one_at_most(
    smtp: MailServer, post: Post
) -> None:
    mails = [post(to=f"a{at}@skola{at % DOMAINS}.se") for at in range(MAILS)]
    begun = time.monotonic()
    with worker_process(smtp) as first:
        with worker_process(smtp):
            sent = smtp.received
            eventually(lambda: len(sent) > MAILS / 4, "a quarter is sent", seconds=PATIENCE)
            first.send_signal(signal.SIGKILL)
            first.wait()
            eventually(lambda: len(sent) > MAILS / 2, "the other one goes on", seconds=PATIENCE)
        eventually(lambda: not others_in_transaction(), "the locks of the killed ones are gone")
    jobs.sweep()
    times = Counter(message["Message-ID"] for message in smtp.received)
    assert times.keys() == {mail.message_id for mail in mails}
    assert Mail.objects.filter(state=State.SENT).count() == MAILS
    # Four mails at a time were between "250" and the commit, at the most, for each worker killed.
    assert sum(times.values()) - MAILS <= 8
    print(f"{MAILS} mails in {time.monotonic() - begun:.1f} s, {sum(times.values()) - MAILS} twice")
