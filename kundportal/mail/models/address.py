"""What is known of an address: whether mail gets there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kundportal.history.models import record

STOPS_AFTER = 2  # hard bounces of different mails
NO_HOST = {"5.1.2", "5.1.10", "5.4.4", "5.4.310"}
TRIED_FOR = timedelta(days=1)  # mail that has not come back by then has got there
COUNTED_FOR = timedelta(days=90)  # a hard bounce that is older says nothing of today


class AddressQuerySet(models.QuerySet["Address"]):
    def stopped(self) -> AddressQuerySet:
        """Those to which nothing is sent any more."""
        return self.exclude(stopped_at=None)

    def of(self, email: str) -> Address | None:
        return self.filter(email=known_as(email)).first()

    def is_stopped(self, email: str) -> bool:
        return self.stopped().filter(email=known_as(email)).exists()

    def stopped_among(self, emails: Iterable[str]) -> dict[str, Address]:
        """Those of the addresses that are stopped, for a list of people."""
        return {one.email: one for one in self.stopped().filter(email__in=map(known_as, emails))}

    def locked(self, email: str) -> Address:
        """The row of the address, made when it is missing; nobody else changes it meanwhile."""
        self.bulk_create([self.model(email=known_as(email))], ignore_conflicts=True)
        return self.select_for_update().get(email=known_as(email))

    @transaction.atomic
    def reached(self, email: str) -> bool:
        """Mail has come to its reader there, so what came back before counts no more.

        Call it on proof alone: a link or a code of a mail was used, or a provider has told that the
        mailbox took it. That the next server took a mail is none, and neither is somebody's word,
        which is `Address.lift`. Says whether a stop is lifted.
        """
        address = self.filter(email=known_as(email)).select_for_update().first()
        return address.lift() if address else False

    @transaction.atomic
    def try_again(self, email: str, *, by: Any) -> bool:
        """Its owner says that a stopped address is right. Says whether it was stopped."""
        address = self.stopped().filter(email=known_as(email)).select_for_update().first()
        if address:
            address.go_on_trial(by=by)
        return address is not None


class Address(models.Model):
    """An address from which something came back. One that takes all its mail has no row."""

    email = models.CharField(max_length=254, unique=True)  # lower case
    hard_bounces = models.PositiveIntegerField(default=0)  # since mail last got there
    last_bounce_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=20, default="", db_default="")  # of the last hard bounce
    complained_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)  # lifted by its owner, before anything was known
    created_at = models.DateTimeField(default=timezone.now)

    objects = AddressQuerySet.as_manager()

    def __str__(self) -> str:
        return f"address {self.pk}"

    @property
    def why(self) -> str:
        """Why mail does not get there, in the reader's language."""
        return _("there is no such mail server") if self.status in NO_HOST else _("no such mailbox")

    @property
    def is_on_trial(self) -> bool:
        """Whether its owner has had us try it, and nothing is known yet."""
        return self.tried_at is not None and self.tried_at > timezone.now() - TRIED_FOR

    @property
    def counted_since(self) -> datetime | None:
        """From when on mail that got there says that what came back before is over."""
        return max(filter(None, (self.last_bounce_at, self.tried_at)), default=None)

    def count(self, *, status: str, got_there: bool = False) -> bool:
        """Counts a hard bounce of one more mail; says whether it stops the address.

        `got_there` says that a mail has not come back since the last one. The row is locked by
        whoever calls.
        """
        now = timezone.now()
        is_new = self.counted_since is None or self.counted_since < now - COUNTED_FOR
        self.hard_bounces = 1 if is_new or got_there else self.hard_bounces + 1
        self.last_bounce_at, self.status, self.tried_at = now, status[:20], None
        stops = self.stopped_at is None and self.hard_bounces >= STOPS_AFTER
        if stops:
            self.stopped_at = now
        self.save(
            update_fields=["hard_bounces", "status", "last_bounce_at", "stopped_at", "tried_at"]
        )
        if stops:
            record("address.stopped", thing=self, status=self.status)
        return stops

    @transaction.atomic
    def lift(self, *, by: Any = None) -> bool:
        """Lets mails be sent there again, and counts bounces from the beginning."""
        locked = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        was_stopped = locked.stopped_at is not None
        self.stopped_at, self.tried_at, self.hard_bounces = None, None, 0
        self.save(update_fields=["stopped_at", "tried_at", "hard_bounces"])
        if was_stopped:
            record("address.lifted", thing=self, by=by)
        return was_stopped

    def go_on_trial(self, *, by: Any) -> None:
        """Lets mails be sent there again, until one more comes back. The row is locked."""
        self.stopped_at, self.tried_at = None, timezone.now()
        self.hard_bounces = STOPS_AFTER - 1
        self.save(update_fields=["stopped_at", "tried_at", "hard_bounces"])
        record("address.tried", thing=self, by=by)


def known_as(email: str) -> str:
    """How an address stands in the table."""
    return email.strip().lower()[:254]
