"""What the worker does with a mail: trying to send it, and taking down how that went."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Self

from django.db import connection, models, transaction
from django.utils import timezone

from kundportal.history.models import record
from kundportal.lib.queue import defer
from kundportal.mail import addresses, providers
from kundportal.mail.answers import Concern, Outcome, Verdict
from kundportal.mail.delivery import OutgoingMessage, hand_over
from kundportal.mail.guarding import may_go_out
from kundportal.mail.letters import fold, shorten
from kundportal.mail.models.address import Address
from kundportal.mail.models.bounce import Kind
from kundportal.mail.models.destination import (
    FIRST_PAUSE,
    LONGEST_ANSWER,
    SERVER,
    Destination,
    pause_after,
)
from kundportal.mail.models.returning import ReturningQuerySet
from kundportal.mail.models.state import TO_SEND, State

NO_ADDRESS = "Not an e-mail address"  # the answer of a mail that can't be sent to anybody
GIVE_UP_AFTER = timedelta(days=3)
LEAST_TRIES = 24  # of a mail that is given up for what it met itself; in three days there are more
WORRYING_AGE = timedelta(minutes=5)
WORRYING_DELAY = timedelta(minutes=15)  # greylisting takes as long
WORRYING_FAILURES = timedelta(days=7)
OUTCOME_FIELDS = [
    "state", "tries", "answer", "next_try_at", "give_up_at", "sent_at", "failed_at", "text", "html",
    "provider_id",
]  # fmt: skip
SLOW = 10.0  # seconds; a domain that takes longer is tried apart from the others
LANES = 2  # how many workers speak to one domain at a time
_LANE = 0x6D61  # names our locks among the advisory locks


class LanesTaken(Exception):
    """As many workers speak to the domain as may, so the mail was not tried."""


class TryingQuerySet(ReturningQuerySet):
    def waiting(self) -> Self:
        """What is still to be sent, tried before or not."""
        return self.filter(state__in=TO_SEND)

    def due(self) -> Self:
        """What should be tried now, the one that has waited longest first."""
        return self.waiting().filter(next_try_at__lte=timezone.now()).order_by("next_try_at", "pk")

    def to_domain(self, domain: str) -> Self:
        return self.filter(domain=domain)

    def stuck(self) -> Self:
        """What staff should know of: mails that do not leave us. One that comes back has left."""
        now = timezone.now()
        return self.filter(
            models.Q(state=State.WAITING, created_at__lt=now - WORRYING_AGE)
            | models.Q(state=State.DEFERRED, created_at__lt=now - WORRYING_DELAY)
            | models.Q(state=State.FAILED, failed_at__gte=now - WORRYING_FAILURES)
        )

    def deliver(self, *, lanes: int = LANES) -> tuple[Any, Outcome] | None:
        """Tries to send the first waiting mail of the set that no other worker is sending.

        The row is locked while the mail server is spoken to: see
        docs/decisions/0003-mail-row-lock.md. LanesTaken is raised while so many others as there
        are `lanes` speak to the domain: see docs/decisions/0022-slow-domains.md.
        """
        with transaction.atomic():
            mail = self.waiting().select_for_update(of=("self",), skip_locked=True).first()
            if mail is None:
                return None
            if not _enter(mail.domain, lanes):
                raise LanesTaken
            if not may_go_out(mail):
                return None
            begun = monotonic()
            outcome = self._judged(mail, hand_over(mail.message()))
            took = monotonic() - begun
            mail.tries += 1
            mail.note(outcome)
            mail.save(update_fields=OUTCOME_FIELDS)
            mail.keep_answer(outcome)
        # After that, so that a quarrel over another row never makes us forget a "250".
        self.model.objects.learn(mail.domain, outcome, took)
        return mail, outcome

    def _judged(self, mail: Any, outcome: Outcome) -> Outcome:
        """The outcome, of the mail alone when no other one has just met the same doubtful fault."""
        if not outcome.is_doubtful or Destination.objects.is_met_by_others(mail.pk):
            return outcome
        return replace(outcome, concern=Concern.MAIL)

    def learn(self, domain: str, outcome: Outcome, took: float) -> None:
        """Takes down what the outcome of a try says of its domain and of our server."""
        there = Destination.objects
        if outcome.concern is Concern.MAIL:
            if outcome.is_of_recipient and not outcome.is_doubtful:
                there.note_success(domain)
            if took > SLOW:
                there.note_fault(domain, answer=outcome.answer, is_slow=True)
            return
        there.note_fault(SERVER if outcome.server_fault else domain, answer=outcome.answer)
        # Our own server's outage loses nothing, however long it lasts.
        if not outcome.server_fault and there.has_failed_for(domain, GIVE_UP_AFTER):
            self.to_domain(domain).give_up(answer=shorten(fold(outcome.answer), LONGEST_ANSWER))

    @transaction.atomic
    def give_up(self, *, answer: str) -> int:
        """Gives up what waits for three days or more behind a domain that takes nothing."""
        now = timezone.now()
        late = self.waiting().filter(give_up_at__lte=now)
        keys = list(late.select_for_update(skip_locked=True).values_list("pk", flat=True)[:1000])
        given_up = {"state": State.FAILED, "failed_at": now, "next_try_at": None, "answer": answer}
        return self.filter(pk__in=keys).update(**given_up)

    def date_failure(self, moment: datetime) -> int:
        """Dates what has just bounced by when it did so, not by when we were told."""
        just = self.filter(state=State.BOUNCED, failed_at__gt=moment)
        return just.update(failed_at=moment)

    def forget_secrets(self) -> int:
        """Wipes the secret letters that are older than any link in them is good for."""
        old = self.filter(is_secret=True, created_at__lt=timezone.now() - GIVE_UP_AFTER)
        return old.exclude(text="").exclude(state__in=TO_SEND).update(text="", html="")

    def forget_letters(self, *, before: datetime, most: int) -> int:
        """Wipes what the oldest mails say that were done with before; says of how many."""
        done = self.exclude(text="").filter(created_at__lt=before).exclude(state__in=TO_SEND)
        done = done.exclude(sent_at__gte=before).exclude(failed_at__gte=before)
        # In a second step, so that the first goes along the index of what is not yet wiped.
        oldest = done.order_by("created_at", "pk").values_list("pk", flat=True)[:most]
        wiped: int = (
            self.model.objects.filter(pk__in=list(oldest))
            .exclude(state__in=TO_SEND)
            .update(text="", html="")
        )
        return wiped


class Trying(models.Model):
    """The verbs of a mail that is still to be sent."""

    class Meta:
        abstract = True

    @property
    def may_be_tried_again(self: Any) -> bool:
        """Only what has not arrived and is still whole; a letter to no address stays."""
        has_not_arrived = self.state in {State.BOUNCED, State.FAILED, State.STOPPED}
        return bool(self.text) and has_not_arrived and self.answer != NO_ADDRESS

    @property
    def may_be_stopped(self: Any) -> bool:
        return self.state in TO_SEND

    def message(self: Any) -> OutgoingMessage:
        """The mail as it goes over the wire; the same Message-ID at every try."""
        sender, headers = providers.sender_of(addresses.return_path(self.pk))
        message = OutgoingMessage(
            subject=self.subject,
            body=self.text,
            from_email=sender,
            to=[self.to],
            headers={
                **headers,
                "Message-ID": self.message_id,
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
                "Content-Language": self.language,
                **addresses.threading(self.thread, self.message_id),
                **addresses.unsubscribing(self.unsubscribe),
                **addresses.reply_to(),
                **addresses.answering(self.answers),
            },
        )
        message.attach_alternative(self.html, "text/html")
        # By this a provider's reports name the mail; a mail server never sees it.
        message.metadata = {providers.KEY_OF_OURS: str(self.pk)}
        return message

    def note(self, outcome: Outcome) -> None:
        """Takes down how a try went, and when the next one is due; the caller saves."""
        mail: Any = self
        now = timezone.now()
        is_own = outcome.concern is Concern.MAIL
        if mail.next_try_at and outcome.concern is not Concern.DOMAIN:
            # How long it was due and nobody tried does not count, nor while our server is away.
            mail.give_up_at += max(now - mail.next_try_at, timedelta(0))
            mail.give_up_at += FIRST_PAUSE * outcome.server_fault
        mail.answer = shorten(fold(outcome.answer), LONGEST_ANSWER)
        mail.next_try_at = None
        if outcome.verdict is Verdict.SENT:
            mail.state, mail.sent_at = State.SENT, now
            mail.provider_id = outcome.provider_id
            if mail.is_secret:
                mail.text = mail.html = ""
        elif outcome.verdict is Verdict.REFUSED:
            mail.state, mail.failed_at = State.BOUNCED, now
        elif is_own and now >= mail.give_up_at and mail.tries >= LEAST_TRIES:
            mail.state, mail.failed_at = State.FAILED, now
        else:
            mail.state = State.DEFERRED
            # A domain or server at fault is set aside as a whole, so its mails need no pause.
            mail.next_try_at = now + (pause_after(mail.tries) if is_own else FIRST_PAUSE)

    def keep_answer(self: Any, outcome: Outcome) -> None:
        """Keeps the answer to a try that did not end well; a refusal is a bounce as well."""
        if outcome.verdict is Verdict.SENT:
            return
        self.attempts.create(answer=self.answer)
        if outcome.verdict is Verdict.REFUSED:
            self.bounce(
                kind=Kind.PERMANENT,
                status=outcome.status,
                is_hard=outcome.is_hard,
                text=self.answer,
            )

    @transaction.atomic
    def arrive(self: Any, *, at: datetime) -> None:
        """Takes down that a provider has told that the mailbox took the mail.

        It may tell so before we know that it took the mail from us, or after a bounce that it got
        over; but a mail to nobody does not arrive.
        """
        mail = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        was_late = mail.failed_at and mail.failed_at > at
        is_dead = mail.state == State.BOUNCED and mail.bounces.filter(is_hard=True).exists()
        if mail.state == State.COMPLAINED or was_late or is_dead:
            return
        mail.state, mail.delivered_at = State.SENT, mail.delivered_at or at
        mail.sent_at, mail.failed_at, mail.next_try_at = mail.sent_at or at, None, None
        if mail.is_secret:
            mail.text = mail.html = ""
        mail.save(update_fields=[*OUTCOME_FIELDS, "delivered_at"])
        known = Address.objects.of(mail.to)
        if known and (known.last_bounce_at is None or known.last_bounce_at < at):
            Address.objects.reached(mail.to)

    @transaction.atomic
    def try_again(self: Any, *, by: Any = None) -> bool:
        """Puts a mail that has not arrived back in the queue; says whether that could be done.

        Not to an address that is stopped: the stop is lifted first.
        """
        now = timezone.now()
        mail = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not mail.may_be_tried_again or Address.objects.is_stopped(mail.to):
            return False
        mail.state, mail.failed_at = State.WAITING, None
        mail.next_try_at, mail.give_up_at = now, now + GIVE_UP_AFTER
        mail.save(update_fields=["state", "failed_at", "next_try_at", "give_up_at"])
        record("mail.tried_again", thing=mail, by=by)
        defer("kundportal.mail.jobs.deliver", mail_id=mail.pk)
        return True

    @transaction.atomic
    def stop(self: Any, *, by: Any) -> bool:
        """Keeps a mail that waits from being sent; says whether it was still time for that."""
        rows = type(self).objects.select_for_update(of=("self",), skip_locked=True)
        mail = rows.filter(pk=self.pk).first()
        if mail is None or not mail.may_be_stopped:
            return False
        mail.state, mail.next_try_at = State.STOPPED, None
        mail.save(update_fields=["state", "next_try_at"])
        record("mail.stopped", thing=mail, by=by)
        return True


def _enter(domain: str, lanes: int) -> bool:
    """Takes one of the lanes to a domain, until the transaction ends."""
    with connection.cursor() as cursor:
        for lane in range(lanes):
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [_LANE + lane, domain]
            )
            if cursor.fetchone() == (True,):
                return True
    return False
