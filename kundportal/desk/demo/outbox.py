"""Some mails of the last days that did not arrive at once, for the outbox to tell of."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from unittest.mock import patch

from kundportal.desk.demo import cast
from kundportal.desk.demo.admission import Admitted
from kundportal.desk.demo.clock import Clock
from kundportal.mail import figures
from kundportal.mail.answers import Outcome, outcome_of
from kundportal.mail.models import Kind, Mail, trying

RECENT = timedelta(days=4)
GREYLISTED = (451, b"4.7.1 Greylisted, please try again in a few minutes")
GONE = (550, b"5.1.1 <%s>: Recipient address rejected: User unknown")
FULL = (552, b"5.2.2 The recipient's mailbox is full")
SUSPENDED = "delivery temporarily suspended: connect to mail server: connection timed out"


def meet_servers(clock: type[Clock], now: datetime, admitted: Admitted) -> None:
    """What servers answered at once: one is not known any more, one full, one wants us later."""
    gone, full, later = _recipients(now, admitted)[:3]
    for mail in _to(gone, now)[:2]:
        clock.moment = mail.created_at + timedelta(seconds=3)
        _answered(mail, (GONE[0], GONE[1] % gone.encode()))
    for mail, answer in ((_to(full, now)[-1], FULL), (_to(later, now)[-1], GREYLISTED)):
        clock.moment = mail.created_at + timedelta(seconds=3)
        _answered(mail, answer)


def hear_later(clock: type[Clock], now: datetime, admitted: Admitted) -> None:
    """What came back later: a complaint, and a delay on the way; then the figures are counted."""
    complaining, slow = _recipients(now, admitted, waiting=False)[3:5]
    clock.moment = now - timedelta(minutes=20)
    _to(complaining, now, waiting=False)[-1].complain()
    _to(slow, now, waiting=False)[-1].bounce(
        kind=Kind.TEMPORARY, status="4.4.1", is_hard=False, text=SUSPENDED, is_final=False
    )
    clock.moment = now
    figures.count(days=figures.DAYS)


def _recipients(now: datetime, admitted: Admitted, *, waiting: bool = True) -> list[str]:
    """Customers who are nobody's account, and were written to in the last days, by address."""
    accounts = {admitted.people[name].email for name in cast.ACCOUNTS}
    mails = _recent(now, waiting=waiting).exclude(to__in=accounts)
    return sorted(
        set(mails.filter(person__organisation__isnull=False).values_list("to", flat=True))
    )


def _to(email: str, now: datetime, *, waiting: bool = True) -> list[Mail]:
    return list(_recent(now, waiting=waiting).filter(to=email).order_by("created_at", "pk"))


def _recent(now: datetime, *, waiting: bool) -> trying.TryingQuerySet:
    rows: trying.TryingQuerySet = Mail.objects.waiting() if waiting else Mail.objects.sent()
    return rows.filter(created_at__gte=now - RECENT, is_secret=False)


def _answered(mail: Mail, answer: tuple[int, bytes]) -> None:
    """Tries the mail as the worker does, with a server that answers so."""
    outcome: Outcome = outcome_of(smtplib.SMTPDataError(*answer))
    with patch.object(trying, "hand_over", lambda _message: outcome):
        Mail.objects.filter(pk=mail.pk).deliver()
