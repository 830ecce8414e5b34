"""What the worker does with the mail. No fault of a mail server makes a job fail.

Jobs of the timetable are told the time for which they were queued, and need not know it.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from kundportal.mail import checking, figures, forgetting, sending
from kundportal.mail.models import Mail, MailTest


@app.task(queue="mail")
def deliver(mail_id: int) -> None:
    """Sends one mail, if it waits and nobody else is sending it."""
    sending.deliver(mail_id)


@app.task(queue="mail", queueing_lock="mail.sweep")
def sweep(**_told: int) -> None:
    """Sends what is due: mails to try again, and those whose worker was killed."""
    sending.sweep()


@app.task(queue="mail", queueing_lock="mail.count")
def count(**_told: int) -> None:
    """Counts anew what became of the mails of yesterday and today, domain by domain."""
    figures.count(days=2)


@app.task(queue="mail", queueing_lock="mail.count_all")
def count_all(**_told: int) -> None:
    """The same for all the days that are shown: a bounce may come days after its mail."""
    figures.count(days=figures.DAYS)


@app.task(queue="mail", queueing_lock="mail.forget_secrets")
def forget_secrets(**_told: int) -> None:
    """Wipes secret letters that were never sent, once their links no longer work."""
    Mail.objects.forget_secrets()


@app.task(queueing_lock="mail.forget")
def forget(**_told: int) -> None:
    """Wipes what mails say after ninety days, and forgets what came back of them after a year."""
    forgetting.forget()


@app.task(queueing_lock="mail.forget_tests")
def forget_tests(**_told: int) -> None:
    """Forgets whose the trials were that are older than a month."""
    MailTest.objects.forget()


@app.task(queueing_lock="mail.check_records")  # others' servers may be slow
def check_records(**_told: int) -> None:
    """Looks at our own records in the DNS, for staff to see what is missing."""
    checking.keep(checking.check())
