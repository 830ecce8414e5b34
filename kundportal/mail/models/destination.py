"""How the mail domains take our mails: which are set aside, and how many mails went there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
# In the first hours a domain is tried so often that an outage is over for us soon after its end.
EARLY_PAUSE = timedelta(minutes=8)
EARLY_FAULTS = 24
# What nobody tried for so long, as our worker or server was off, begins its count anew.
UNTRIED = timedelta(hours=6)
SERVER = ""  # the row of our own mail server or provider
LONGEST_ANSWER = 500

TAKE = """
    INSERT INTO mail_destination AS there (domain, faults, answer, minute, in_minute)
    VALUES (%(domain)s, 0, '', %(minute)s, 1)
    ON CONFLICT (domain) DO UPDATE SET minute = excluded.minute,
        in_minute = CASE WHEN there.minute = excluded.minute THEN there.in_minute + 1 ELSE 1 END
    WHERE there.minute IS DISTINCT FROM excluded.minute OR there.in_minute < %(most)s
    RETURNING 1
"""
FAULT = """
    INSERT INTO mail_destination AS there (domain, faults, answer, since, in_minute)
    VALUES (%(domain)s, 1, %(answer)s, %(now)s, 0)
    ON CONFLICT (domain) DO UPDATE SET answer = excluded.answer,
        since = CASE WHEN there.resumes_at < %(untried)s THEN excluded.since
            ELSE coalesce(there.since, excluded.since) END,
        faults = CASE WHEN there.resumes_at < %(untried)s THEN 1
            WHEN there.resumes_at > %(now)s THEN there.faults ELSE there.faults + 1 END
    RETURNING faults
"""
SUSPECT = """
    INSERT INTO mail_destination AS there (domain, faults, answer, in_minute, suspect)
    VALUES ('', 0, '', 0, %(mail)s)
    ON CONFLICT (domain) DO UPDATE SET suspect = excluded.suspect
        WHERE there.suspect IS DISTINCT FROM excluded.suspect
    RETURNING (SELECT earlier.suspect FROM mail_destination AS earlier WHERE earlier.domain = '')
"""


class DestinationQuerySet(models.QuerySet["Destination"]):
    def of(self, *domains: str) -> DestinationQuerySet:
        return self.filter(domain__in=domains)

    def troubled(self) -> DestinationQuerySet:
        """Those whose last mail met a fault."""
        return self.filter(faults__gt=0)

    def resting(self) -> DestinationQuerySet:
        """Those that nobody tries for now."""
        return self.troubled().filter(resumes_at__gt=timezone.now())

    def resting_among(self, domains: Iterable[str]) -> dict[str, Destination]:
        """Those of the domains that rest, and our own server if it does, by domain."""
        return {one.domain: one for one in self.resting().of(SERVER, *domains)}

    def take(self, domain: str) -> bool:
        """Takes one of the tries that the domain has this minute; says whether one was left."""
        most = settings.MAIL_PER_MINUTE
        if most <= 0:
            return True
        minute = timezone.now().replace(second=0, microsecond=0)
        with connection.cursor() as cursor:
            cursor.execute(TAKE, {"domain": domain, "minute": minute, "most": most})
            return cursor.fetchone() is not None

    def give_back(self, domain: str) -> None:
        """Gives back a try that was taken and not made."""
        minute = timezone.now().replace(second=0, microsecond=0)
        taken = self.of(domain).filter(minute=minute, in_minute__gt=0)
        taken.update(in_minute=models.F("in_minute") - 1)

    def is_met_by_others(self, mail: int) -> bool:
        """Whether the mail before met the same doubtful fault, so that it is our server's."""
        with connection.cursor() as cursor:
            cursor.execute(SUSPECT, {"mail": mail})
            before = cursor.fetchone()
        return before is not None and before[0] is not None

    def has_failed_for(self, domain: str, span: timedelta) -> bool:
        """Whether every try of the domain has failed for so long."""
        return self.troubled().of(domain).filter(since__lte=timezone.now() - span).exists()

    def note_fault(self, domain: str, *, answer: str, is_slow: bool = False) -> None:
        """Sets the domain aside, for longer with each fault; one that is only slow may go on."""
        now = timezone.now()
        told: dict[str, Any] = {"domain": domain, "answer": answer[:LONGEST_ANSWER], "now": now}
        told["untried"] = now - UNTRIED
        with connection.cursor() as cursor:
            cursor.execute(FAULT, told)
            [faults] = cursor.fetchone()
        pause = timedelta(0) if is_slow else pause_of_domain(faults, is_server=domain == SERVER)
        self.of(domain).update(resumes_at=now + pause)

    def note_success(self, domain: str) -> None:
        """The domain takes mails, and so does our server."""
        well = {"faults": 0, "resumes_at": None, "since": None, "answer": "", "suspect": None}
        is_unwell = models.Q(faults__gt=0) | ~models.Q(suspect=None)
        unwell = self.filter(is_unwell).of(SERVER, domain).values_list("domain", flat=True)
        for one in list(unwell):  # one at a time: two who change both never wait for each other
            self.of(one).update(**well)


class Destination(models.Model):
    """A mail domain as the worker meets it. The row without a domain is our own server."""

    domain = models.CharField(max_length=254, unique=True)
    faults = models.PositiveIntegerField(default=0)  # in a row
    since = models.DateTimeField(null=True)  # when the first of them was met
    resumes_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    minute = models.DateTimeField(null=True)  # in which `in_minute` mails have been tried
    in_minute = models.PositiveIntegerField(default=0)
    suspect = models.BigIntegerField(null=True)  # the mail that last met a doubtful fault

    objects = DestinationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["resumes_at"],
                name="destination_troubled",
                condition=models.Q(faults__gt=0),
            )
        ]

    def __str__(self) -> str:
        return self.domain or "our mail server"

    @property
    def is_resting(self) -> bool:
        return bool(self.faults and self.resumes_at and self.resumes_at > timezone.now())


def pause_after(tries: int) -> timedelta:
    """One minute after the first try, twice as long after each further one, an hour at most."""
    doubled: int = 2 ** min(tries - 1, 10)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


def pause_of_domain(faults: int, *, is_server: bool = False) -> timedelta:
    """How long a domain is set aside; our own server is tried every minute."""
    if is_server:
        return FIRST_PAUSE
    return pause_after(faults) if faults > EARLY_FAULTS else min(pause_after(faults), EARLY_PAUSE)


def next_try(mail_is_due: datetime | None, *rests: Destination | None) -> datetime | None:
    """When a mail is really tried next: not while its domain or our server rests."""
    if mail_is_due is None:
        return None
    moments = [one.resumes_at for one in rests if one and one.resumes_at]
    return max([mail_is_due, *moments])
