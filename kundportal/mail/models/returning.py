"""What comes back of a mail after a server has taken it, or instead of that."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.utils import timezone

from kundportal.history.models import record
from kundportal.mail.addresses import FIRST, domain_of
from kundportal.mail.letters import fold, shorten
from kundportal.mail.models.address import Address, known_as
from kundportal.mail.models.bounce import Bounce, Kind
from kundportal.mail.models.state import TO_SEND, State

COMES_BACK_WITHIN = timedelta(days=1)
LONGEST_TEXT = 500


class ReturningQuerySet(models.QuerySet[Any]):
    """The mails to one address."""

    def to_address(self, email: str) -> Self:
        return self.filter(domain=domain_of(email), to__iexact=email)

    def with_message_id(self, named: str) -> Any:
        """The mail that carries this name, in brackets or not; None for no mail of ours.

        The first mail of a thread is not found by it: all who read the thread know its name.
        """
        rows = self.filter(message_id=f"<{named.strip('<> ')}>").exclude(key__startswith=FIRST)
        return rows.defer("text", "html").first()

    def got_to(self, email: str, *, since: datetime | None) -> Self:
        """Those to the address that were sent since, and in a day have not come back."""
        long_ago = timezone.now() - COMES_BACK_WITHIN
        sent = self.to_address(email).filter(state=State.SENT, sent_at__lt=long_ago)
        return sent.filter(sent_at__gt=since) if since else sent.none()

    def stop_to(self, email: str) -> int:
        """Stops what waits to be sent to the address, but for what its owner waits for."""
        rows = self.to_address(email).filter(state__in=TO_SEND, is_secret=False)
        # In a second step, since a locked row is passed over and not waited for.
        keys = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))
        return self.filter(pk__in=keys).update(state=State.STOPPED, next_try_at=None)


class Returning(models.Model):
    """The verbs of a mail that did not arrive."""

    class Meta:
        abstract = True

    @transaction.atomic
    def bounce(
        self: Any,
        *,
        kind: Kind,
        status: str,
        is_hard: bool,
        text: str,
        email: str = "",
        is_final: bool = True,
    ) -> Bounce:
        """Takes down that the mail came back; the same report again gives the first one.

        `email` is the address that took no mail; the mail's own when nothing is said. A report
        that a server still tries is not `is_final`. Two hard bounces of different mails stop the
        address.
        """
        locked = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        said = {"kind": kind, "status": status[:20], "email": known_as(email or locked.to)}
        if earlier := locked.bounces.filter(**said).first():
            # It told of a delay, or of the try before staff sent the mail again.
            if is_final and locked.state == State.SENT:
                self.end(State.BOUNCED, answer=earlier.text)
            return earlier  # type: ignore[no-any-return]
        counts = is_hard and not locked.bounces.filter(is_hard=True).exists()
        bounce: Bounce = locked.bounces.create(
            **said, is_hard=is_hard, text=shorten(fold(text), LONGEST_TEXT)
        )
        # A mail that staff have queued again since is still to be tried.
        if is_final and locked.state not in (*TO_SEND, State.STOPPED, State.COMPLAINED):
            self.end(State.BOUNCED, answer=bounce.text)
        if counts:
            self.count_hard(bounce)
        record("mail.bounced", thing=self, kind=str(kind), status=said["status"], hard=is_hard)
        return bounce

    @transaction.atomic
    def complain(self: Any) -> None:
        """Takes down that its reader has called the mail junk; it stops nothing."""
        locked = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        if locked.state == State.COMPLAINED:
            return
        self.end(State.COMPLAINED)
        address = Address.objects.locked(locked.to)
        address.complained_at = timezone.now()
        address.save(update_fields=["complained_at"])
        record("mail.complained", thing=self)

    def count_hard(self: Any, bounce: Bounce) -> None:
        """Stops the address when it is its second mail that meets nobody there."""
        address = Address.objects.locked(bounce.email)
        mails = type(self).objects
        got_there = mails.got_to(address.email, since=address.counted_since).exists()
        if address.count(status=bounce.status, got_there=got_there):
            mails.stop_to(address.email)

    def end(self, state: State, *, answer: str = "") -> None:
        """Notes that the mail did not arrive; the caller holds the row's lock."""
        mail: Any = self
        mail.state, mail.failed_at, mail.next_try_at = state, timezone.now(), None
        mail.answer = answer or mail.answer
        mail.save(update_fields=["state", "failed_at", "next_try_at", "answer"])
