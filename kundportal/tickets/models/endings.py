"""How a ticket ends, rests and goes on: the columns for it, and the doors to its verbs.

The bodies stand in the folder `ending`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext

from kundportal.history.models import record
from kundportal.lib import dates
from kundportal.people.models import Person
from kundportal.tickets.models.choices import Status

if TYPE_CHECKING:
    from kundportal.tickets.models.state import State
    from kundportal.tickets.models.ticket import Ticket

UNDO = timedelta(minutes=10)
CHANGING = (
    "status", "answer_by", "last_activity_at", "closed_at", "opens_until", "undo_until",
    "parked_until", "parked_by_id",
)  # fmt: skip


class Endings(models.Model):
    """The part of a ticket that says whether it is closed, since when, and what may follow."""

    closed_at = models.DateTimeField(null=True)
    # The last day on which a reply opens it again; a promise, so it is kept as it was made.
    opens_until = models.DateField(null=True)
    # Until when the customer who closed it may take that back.
    undo_until = models.DateTimeField(null=True)
    parked_until = models.DateField(null=True)
    parked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    # The closed ticket that this one goes on from; an index for the few that have one is below.
    follows = models.ForeignKey(
        "tickets.Ticket",
        null=True,
        on_delete=models.PROTECT,
        related_name="follow_ups",
        db_index=False,
    )
    is_followed = models.BooleanField(default=False, db_default=False)

    class Meta:
        abstract = True

    @property
    def is_closed(self) -> bool:
        return self._ticket.status == Status.CLOSED

    @property
    def is_parked(self) -> bool:
        return self.parked_until is not None

    @property
    def rest_words(self) -> str:
        """Until when it rests, if it does."""
        if self.parked_until is None:
            return ""
        return gettext("Resting until %(day)s") % {"day": dates.day(self.parked_until)}

    @property
    def ended_at(self) -> datetime:
        """When it was closed; tickets that were closed before this was kept know it roughly."""
        return self.closed_at or self._ticket.last_activity_at

    @property
    def opens_by(self) -> date:
        """The last day on which a reply opens the closed ticket again."""
        return self.opens_until or last_day(self.ended_at, self._ticket.number[:2])

    @property
    def starts_anew(self) -> bool:
        """It has been closed for so long that a reply starts a new ticket that follows it."""
        return self.is_closed and dates.today() > self.opens_by

    @property
    def may_be_undone(self) -> bool:
        return self.is_closed and self.undo_until is not None and timezone.now() < self.undo_until

    @property
    def minutes_to_undo(self) -> int:
        assert self.undo_until
        return max(1, ceil((self.undo_until - timezone.now()) / timedelta(minutes=1)))

    def close(
        self,
        *,
        by: Person,
        text: str = "",
        once: UUID | None = None,
        solved: bool = False,
        state: State | None = None,
    ) -> Ticket:
        """Closes the ticket, perhaps with a word. Closed twice is closed once."""
        from kundportal.tickets.ending.closing import close

        close(self._ticket, by=by, text=text, once=once, solved=solved, state=state)
        return self._ticket

    def undo_closing(self, *, by: Person) -> bool:
        """Takes the customer's closing back as if it had not been; says whether it was in time."""
        from kundportal.tickets.ending.closing import undo

        return undo(self._ticket, by=by)

    def park(self, *, until: date, by: Person) -> bool:
        """Lets the ticket rest until the customer is back; says whether it could be done."""
        from kundportal.tickets.ending.parking import park

        return park(self._ticket, until=until, by=by)

    def wake(self) -> bool:
        """Ends the rest on its day and reminds the customer; says whether it was time."""
        from kundportal.tickets.ending.parking import wake

        return wake(self._ticket)

    def rate(
        self,
        *,
        by: Person,
        value: int,
        topics: Sequence[str] | None = None,
        text: str | None = None,
    ) -> bool:
        """Keeps what a customer thinks of the help; says whether that could still be said."""
        from kundportal.tickets.ending.rating import rate

        return rate(self._ticket, by=by, value=value, topics=topics, text=text)

    def turn(
        self,
        status: str,
        *,
        by: Person | None,
        answer_by: date | None = None,
        state: State | None = None,
        is_undo: bool = False,
        **ending: Any,
    ) -> None:
        """Gives the ticket another status, and the queue its place for it.

        The one way in which a status changes once the ticket is there. `ending` says what goes
        with the new status, such as `closed_at`; all that is not said is emptied.
        """
        ticket = self._ticket
        was_closed, was_parked = self.is_closed, self.is_parked
        now = {"status": status, "answer_by": answer_by, "last_activity_at": timezone.now()}
        for name in CHANGING:
            setattr(ticket, name, {**now, **ending}.get(name))
        ticket.save(update_fields=CHANGING)
        rest_is_over = was_parked and not self.is_parked
        ticket.handling.follow(ticket, state, drop="parked" if rest_is_over else "")
        if rest_is_over:
            record("ticket.park_ended", thing=ticket, by=by)
        if was_closed and not self.is_closed and not is_undo:
            record("ticket.reopened", thing=ticket, by=by)

    def move_places(self) -> None:
        """Lets the lists of those who take part follow the ticket."""
        ticket = self._ticket
        ticket.participants.update(
            is_open=not self.is_closed, last_activity_at=ticket.last_activity_at
        )

    @property
    def _ticket(self) -> Ticket:
        return cast("Ticket", self)


def last_day(closed_at: datetime, country: str) -> date:
    """The last day on which what was closed then can be opened by a reply."""
    return dates.add_working_days(
        dates.day_of(closed_at), settings.REOPEN_WITHIN, country=dates.calendar_of(country)
    )
