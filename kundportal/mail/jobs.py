"""What the worker does with the mail. No fault of a mail server makes a job fail.

Jobs of the timetable are told the time for which they were queued, and need not know it.
"""

from __future__ import annotations

from time import monotonic

from procrastinate.contrib.django import app

from kundportal.mail import checking
from kundportal.mail.models import Mail, MailTest

SWEEP_SECONDS = 50


@app.task(queue="mail")
def deliver(mail_id: int) -> None:
    """Sends one mail, if it waits and nobody else is sending it."""
    Mail.objects.filter(pk=mail_id).deliver()


@app.task(queue="mail", queueing_lock="mail.sweep")
def sweep(**_told: int) -> None:
    """Sends what is due: mails to try again, and those whose worker was killed.

    It stops at the first fault of the server itself. The next minute's sweep then tries one mail,
    and goes on with the rest as soon as that one is taken.
    """
    stop = monotonic() + SWEEP_SECONDS
    while monotonic() < stop:
        tried = Mail.objects.due().deliver()
        if tried is None or tried[1].server_fault:
            return


@app.task(queue="mail", queueing_lock="mail.forget_secrets")
def forget_secrets(**_told: int) -> None:
    """Wipes secret letters that were never sent, once their links no longer work."""
    Mail.objects.forget_secrets()


@app.task(queue="mail", queueing_lock="mail.forget_tests")
def forget_tests(**_told: int) -> None:
    """Forgets whose the trials were that are older than a month."""
    MailTest.objects.forget()


@app.task(queue="mail", queueing_lock="mail.check_records")
def check_records(**_told: int) -> None:
    """Looks at our own records in the DNS, for staff to see what is missing."""
    checking.keep(checking.check())
