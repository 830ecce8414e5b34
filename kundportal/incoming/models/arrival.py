"""One row per mail that has come in, written before the other side is told that it is taken."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

import psycopg
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.lib.queue import defer
from kundportal.mail.letters import fold, shorten

MOST_TRIES = 3
PAUSE = timedelta(minutes=10)  # until a mail whose reading was cut short is read again
TEXT_KEPT_FOR = timedelta(days=14)  # of those that could not be read
KEPT_FOR = timedelta(days=90)
MOST_RECIPIENTS = 100
MOST_WAITING = 5000
TOO_LARGE, WORKER_LOST = "too-large", "worker-lost"
UNKNOWN_MAIL, OTHER_ADDRESS = "unknown-mail", "other-address"


class ArrivalState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be read")
    READ = "read", _("Read")
    FAILED = "failed", _("Not readable")


class Source(models.TextChoices):
    """The way in."""

    LMTP = "lmtp", "LMTP"
    SMTP = "smtp", "SMTP"
    PIPE = "pipe", _("Pipe")
    IMAP = "imap", "IMAP"
    DEMO = "demo", _("Demo")


class TakenFor(models.TextChoices):
    """What the mail was found to be."""

    NOTHING = "", _("Not read yet")
    BOUNCE = "bounce", _("Bounce")
    DELAY = "delay", _("Delay")
    COMPLAINT = "complaint", _("Report as junk")
    CHECK = "check", _("Our own check")
    OTHER = "other", _("Mail to us")


class TooLarge(Exception):
    """The mail is larger than what is taken; staff are told that it came."""


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def waiting(self) -> ArrivalQuerySet:
        return self.filter(state=ArrivalState.WAITING)

    def failed(self) -> ArrivalQuerySet:
        """What could not be read; staff see that it came."""
        return self.filter(state=ArrivalState.FAILED)

    def in_state(self, state: str) -> ArrivalQuerySet:
        """The mails of one state; of all when it is "all"."""
        return self.all() if state == "all" else self.filter(state=state)

    def due(self) -> ArrivalQuerySet:
        """What no worker seems to be reading, the one that has waited longest first."""
        return self.waiting().filter(next_try_at__lte=timezone.now()).order_by("next_try_at", "pk")

    def without_mails(self) -> ArrivalQuerySet:
        """For lists: leaves what was written in the database."""
        return self.defer("raw")

    def sent_by(self, email: str) -> ArrivalQuerySet:
        return self.filter(sender__iexact=email)

    def is_full(self) -> bool:
        """So many mails wait to be read that no more are taken for now."""
        return len(self.waiting().values_list("pk")[:MOST_WAITING]) >= MOST_WAITING

    def taken_at(self, places: Sequence[str]) -> set[str]:
        """Those of the places in a mailbox whose mail has come in already."""
        return set(self.filter(place__in=places).values_list("place", flat=True))

    def too_large_at(self, prefix: str) -> set[str]:
        """The places in a mailbox, of those that begin so, whose mail is known as too large."""
        rows = self.failed().filter(reason=TOO_LARGE, place__startswith=prefix)
        return set(rows.values_list("place", flat=True))

    def forget(self) -> None:
        """Wipes what could not be read, after a time, and then the rows as well."""
        now = timezone.now()
        unread = self.failed().filter(received_at__lt=now - TEXT_KEPT_FOR)
        unread.exclude(raw=None).update(raw=None)
        self.filter(received_at__lt=now - KEPT_FOR).delete()


class ArrivalManager(models.Manager.from_queryset(ArrivalQuerySet)):  # type: ignore[misc]
    def take(
        self,
        raw: bytes | bytearray,
        *,
        sender: str | None,
        recipients: Sequence[str],
        source: Source,
        place: str = "",
    ) -> Arrival:
        """Keeps a mail and queues its reading. The same one in the same envelope is taken once.

        Raises TooLarge for one that is too large; staff see that it came.
        """
        if len(raw) > settings.MAIL_LARGEST_MB * 1024 * 1024:
            size = len(raw)
            self.turn_away(
                sender=sender, recipients=recipients, source=source, size=size, place=place
            )
            raise TooLarge
        made = self._made(sender, recipients, size=len(raw), source=source, place=place)
        made.digest = _digest(raw, made)
        with transaction.atomic():
            arrival, is_new = self._kept(made, raw)
            if is_new:
                defer("kundportal.incoming.jobs.read", arrival_id=arrival.pk)
        return arrival

    def turn_away(
        self,
        *,
        sender: str | None,
        recipients: Sequence[str],
        source: Source,
        size: int,
        place: str = "",
    ) -> Arrival:
        """Notes that a mail came that is too large to be taken."""
        made = self._made(sender, recipients, size=size, source=source, place=place)
        made.state, made.reason, made.read_at = ArrivalState.FAILED, TOO_LARGE, timezone.now()
        made.digest = _digest(f"{size}:{place}".encode(), made)
        return self._kept(made)[0]

    def _made(self, sender: str | None, recipients: Sequence[str], **facts: Any) -> Arrival:
        arrival: Arrival = self.model(
            sender=_sender(sender), recipients=_recipients(recipients), **facts
        )
        return arrival

    def _kept(self, made: Arrival, raw: bytes | bytearray | None = None) -> tuple[Arrival, bool]:
        try:
            with transaction.atomic():
                made.save(force_insert=True)
                if raw is not None:
                    self._write(made, raw)
        except IntegrityError:
            return self.without_mails().get(digest=made.digest), False
        return made, True

    def _write(self, made: Arrival, raw: bytes | bytearray) -> None:
        """Writes what the mail says as it is: as a part of the statement it takes room thrice."""
        table, key = connection.ops.quote_name(self.model._meta.db_table), made.pk
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(f"UPDATE {table} SET raw = %b WHERE id = %s", [raw, key])  # noqa: S608


class Arrival(models.Model):
    """A mail from outside, and what was made of it. What it says is wiped once it is read."""

    digest = models.CharField(max_length=64, unique=True)
    raw = models.BinaryField(null=True)
    size = models.PositiveBigIntegerField()
    sender = models.CharField(max_length=254, null=True)  # noqa: DJ001  None: nobody told it
    recipients = ArrayField(models.CharField(max_length=254))
    source = models.CharField(max_length=4, choices=Source.choices)
    place = models.CharField(max_length=80, blank=True)  # in the mailbox, for IMAP
    state = models.CharField(
        max_length=7, choices=ArrivalState.choices, default=ArrivalState.WAITING
    )
    taken_for = models.CharField(max_length=9, choices=TakenFor.choices, blank=True)
    reason = models.CharField(max_length=40, blank=True)  # a code
    mail = models.ForeignKey("mail.Mail", null=True, on_delete=models.SET_NULL, related_name="+")
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, default=timezone.now)
    received_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ArrivalManager()

    class Meta:
        indexes = [
            models.Index(fields=["received_at", "id"], name="arrival_newest"),
            models.Index(
                fields=["next_try_at", "id"],
                name="arrival_waiting",
                condition=models.Q(state=ArrivalState.WAITING),
            ),
            models.Index(
                fields=["received_at", "id"],
                name="arrival_failed",
                condition=models.Q(state=ArrivalState.FAILED),
            ),
            models.Index(Upper("sender"), name="arrival_sender"),
            models.Index(fields=["place"], name="arrival_place", condition=~models.Q(place="")),
        ]

    def __str__(self) -> str:
        return f"arrival {self.pk} ({self.state})"

    @property
    def may_be_read_again(self) -> bool:
        """Only what could not be read, and is still whole."""
        return self.looks_whole and self.raw is not None

    @property
    def looks_whole(self) -> bool:
        """The same for a list, which leaves the mails themselves in the database."""
        is_kept = self.received_at > timezone.now() - TEXT_KEPT_FOR
        return self.state == ArrivalState.FAILED and self.reason != TOO_LARGE and is_kept

    def begin(self) -> bool:
        """Counts a try, before it is made; says whether there is one left. The row is locked."""
        if self.tries >= MOST_TRIES:
            self.fail(WORKER_LOST)
            return False
        self.tries += 1
        self.next_try_at = timezone.now() + PAUSE
        self.save(update_fields=["tries", "next_try_at"])
        return True

    def take_back(self) -> None:
        """A try that the database cut short is none: the mail had no part in it."""
        rows = Arrival.objects.waiting().filter(pk=self.pk, tries=self.tries)
        rows.update(tries=self.tries - 1)

    def learn(self, *, sender: str | None, recipients: Sequence[str]) -> None:
        """Takes from the mail what nobody has told of its envelope. `finish` keeps it."""
        if self.sender is None:
            self.sender = _sender(sender)
        self.recipients = self.recipients or _recipients(recipients)

    def finish(self, taken_for: TakenFor, *, reason: str = "", mail: Any = None) -> None:
        """Takes down what the mail was, and wipes what it said."""
        self.state, self.read_at, self.next_try_at = ArrivalState.READ, timezone.now(), None
        self.taken_for, self.reason, self.mail = taken_for, reason[:40], mail
        self.raw = None
        self.save(
            update_fields=[
                "state", "read_at", "next_try_at", "taken_for", "reason", "mail", "raw",
                "sender", "recipients",
            ]
        )  # fmt: skip

    def fail(self, reason: str) -> None:
        """Gives up reading the mail; what it says is kept for a while."""
        self.state, self.read_at, self.next_try_at = ArrivalState.FAILED, timezone.now(), None
        self.reason = reason[:40]
        self.save(update_fields=["state", "read_at", "next_try_at", "reason"])

    @transaction.atomic
    def read_again(self, *, by: Any) -> bool:
        """Has a mail read that could not be read; says whether that could be done."""
        locked = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not locked.may_be_read_again:
            return False
        locked.state, locked.tries, locked.next_try_at = ArrivalState.WAITING, 0, timezone.now()
        locked.save(update_fields=["state", "tries", "next_try_at"])
        record("arrival.read_again", thing=locked, by=by)
        defer("kundportal.incoming.jobs.read", arrival_id=locked.pk)
        return True


def _digest(raw: bytes | bytearray, made: Arrival) -> str:
    envelope = "\0".join([made.sender or "", *sorted(made.recipients)])
    digest = hashlib.sha256(envelope.encode() + b"\0")
    digest.update(raw)
    return digest.hexdigest()


def _sender(told: str | None) -> str | None:
    return None if told is None else shorten(fold(told).strip("<> "), 254)


def _recipients(told: Sequence[str]) -> list[str]:
    return [shorten(fold(one), 254) for one in told[:MOST_RECIPIENTS]]
