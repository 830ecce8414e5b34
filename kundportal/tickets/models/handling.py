"""What only the vendor sees of a ticket. No query made for a customer joins these tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.lib import dates
from kundportal.lib.labels import label
from kundportal.lib.paging import Written
from kundportal.people.models import Organisation, Person
from kundportal.tickets import emails
from kundportal.tickets.models.choices import Status
from kundportal.tickets.models.draft import Draft
from kundportal.tickets.models.finding import NEWEST_MESSAGE, PLACES
from kundportal.tickets.models.note import Note
from kundportal.tickets.models.state import State
from kundportal.tickets.models.ticket import Ticket

# Sorts last and needs no NULL in keys: nothing is owed while the ticket waits for the customer.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Priority(models.IntegerChoices):
    LOW = 1, _("Low")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")


# Each view of the queue and what it is sorted by.
VIEWS = {
    "mine": "due_at",
    "unassigned": "due_at",
    "waiting-for-us": "due_at",
    "waiting-for-customer": "due_at",
    "closed": "-ticket__last_activity_at",
}


NEWEST_NOTE = """coalesce((
SELECT max(note.id) FROM tickets_note AS note WHERE note.ticket_id = tickets_ticket.id), 0)"""
# Counted beside every page of the desk; composing these four would cost more than asking them.
ROWS = "SELECT 1 FROM tickets_handling WHERE is_open AND "


# All inner states, and how the customers rated the ticket and what it hangs together with.
ABOUT = """
SELECT json_build_object(
    'states', (SELECT json_agg(state) FROM tickets_state AS state),
    'ratings', (SELECT json_agg(json_build_object('value', rating.value, 'topics', rating.topics,
            'text', rating.text, 'name', person.name) ORDER BY rating.id)
        FROM tickets_rating AS rating JOIN people_person AS person ON person.id = rating.person_id
        WHERE rating.ticket_id = here.id),
    'follows', (SELECT before.number FROM tickets_ticket AS before
        WHERE before.id = here.follows_id),
    'goes_on_in', CASE WHEN here.is_followed THEN (
        SELECT json_agg(after.number ORDER BY after.id) FROM tickets_ticket AS after
        WHERE after.follows_id = here.id) END)
FROM tickets_ticket AS here WHERE here.id = tickets_handling.ticket_id"""


WANTS = """(SELECT watch.wants FROM tickets_watch AS watch
WHERE watch.ticket_id = tickets_handling.ticket_id AND watch.person_id = %s)"""


class HandlingQuerySet(models.QuerySet["Handling"]):
    def start(self, ticket: Ticket) -> Handling:
        """The row that every ticket has from its first moment."""
        return self.create(
            ticket=ticket, organisation_id=ticket.organisation_id, due_at=due(ticket)
        )

    def queue(self, view: str, person: Person) -> tuple[HandlingQuerySet, str]:
        """A view of the queue, and what it is sorted by."""
        view = view if view in VIEWS else "waiting-for-us"
        if view == "mine":
            rows = self.filter(is_open=True, assignee=person)
        elif view == "unassigned":
            rows = self.filter(is_open=True, assignee=None)
        elif view == "waiting-for-us":
            rows = self.filter(is_open=True, due_at__lt=NEVER)
        elif view == "waiting-for-customer":
            rows = self.filter(is_open=True, due_at=NEVER)
        else:
            rows = self.filter(ticket__status=Status.CLOSED)
        return rows, VIEWS[view]

    def to_count(self, person: Person) -> dict[str, Written]:
        """The rows of each view of the queue but the closed one, for `bounded_counts`."""
        return {
            "mine": (f"{ROWS} assignee_id = %s", [person.pk]),
            "unassigned": (f"{ROWS} assignee_id IS NULL", []),
            "waiting-for-us": (f"{ROWS} due_at < %s", [NEVER]),
            "waiting-for-customer": (f"{ROWS} due_at = %s", [NEVER]),
        }

    def for_page(self, reader: Person | None = None) -> HandlingQuerySet:
        """With what the ticket's page shows; `about` holds what would be four more questions.

        With a reader, `begun` is what they have begun to write, `wants` what they mute or follow.
        """
        about = RawSQL(ABOUT, [])  # noqa: S611 our own text
        own = {}
        if reader:
            wants = RawSQL(WANTS, [reader.pk])  # noqa: S611
            own = {"begun": Draft.objects.begun_in("ticket", reader), "wants": wants}
        return self.annotate(about=about, **own).select_related(
            "ticket__product",
            "ticket__matter",
            "ticket__form",
            "ticket__created_by",
            "organisation",
            "assignee",
        )

    def with_news(self) -> HandlingQuerySet:
        """With the key of the ticket's newest reply and note, and who takes part in it."""
        newest = RawSQL(NEWEST_MESSAGE, [], models.BigIntegerField())  # noqa: S611 nothing put in
        note = RawSQL(NEWEST_NOTE, [], models.BigIntegerField())  # noqa: S611
        return self.annotate(newest_message=newest, newest_note=note, places=RawSQL(PLACES, []))  # noqa: S611

    def for_queue(self) -> HandlingQuerySet:
        """With what a row of the queue shows, and nothing more."""
        rows = self.select_related("ticket").only(
            "due_at",
            "priority",
            "state_id",
            "ticket__number",
            "ticket__title",
            "ticket__status",
            "ticket__last_activity_at",
        )
        return rows.annotate(
            organisation_name=F("organisation__name"),
            product_name=F("ticket__product__name"),
            assignee_name=F("assignee__name"),
        )


class Handling(models.Model):
    """How the vendor works on a ticket: who, how urgent, and when an answer is due."""

    ticket = models.OneToOneField(
        Ticket, on_delete=models.CASCADE, primary_key=True, related_name="handling"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField(default=NEVER)
    is_open = models.BooleanField(default=True)
    # Empty for the first state of the ticket's status.
    state = models.ForeignKey(
        State, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # What the ticket was when its customer closed it, for as long as that may be undone.
    before_closing = models.JSONField(null=True)

    about: dict[str, Any]  # what `for_page` reads along

    newest_message: int  # what `with_news` adds, with the other two
    newest_note: int
    places: list[str]

    objects = HandlingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at", "ticket"], name="queue", condition=Q(is_open=True)),
            models.Index(
                fields=["assignee", "due_at", "ticket"],
                name="queue_of_one",
                condition=Q(is_open=True),
            ),
        ]

    def __str__(self) -> str:
        return f"handling of {self.ticket_id}"

    @property
    def priority_label(self) -> str:
        return label(Priority(self.priority))

    @property
    def is_due(self) -> bool:
        return self.due_at < NEVER

    @property
    def is_late(self) -> bool:
        return self.due_at < timezone.now()

    def status_in_hand(self) -> Status:
        """What an open ticket is in while the vendor owes an answer."""
        is_at_work = self.state is not None and self.state.status == Status.IN_PROGRESS
        return Status.IN_PROGRESS if self.assignee_id or is_at_work else Status.OPEN

    def follow(self, ticket: Ticket, state: State | None = None, *, drop: str = "") -> None:
        """Keeps the queue's columns in step with the ticket.

        Where no state is given, the one that it is in stays, if it is of the ticket's status and
        not the one to `drop`.
        """
        was = self.state
        stays = was is not None and was.status == ticket.status and (not drop or was.code != drop)
        self.state = state or (was if stays else None)
        self.is_open, self.due_at = not ticket.is_closed, due(ticket)
        self.save(update_fields=["is_open", "due_at", "state"])

    @transaction.atomic
    def assign(self, *, to: Person | None, by: Person) -> None:
        """Gives the ticket to a colleague, or to nobody. The customer sees that work has begun."""
        if not by.is_staff or (to is not None and not to.is_staff):
            raise PermissionDenied
        self.ticket.take()
        is_new = to is not None and to.pk not in {by.pk, self.assignee_id}
        self.assignee = to
        self.save(update_fields=["assignee"])
        if self.ticket.status in {Status.OPEN, Status.IN_PROGRESS}:
            self.ticket.status = self.status_in_hand()
            self.ticket.save(update_fields=["status"])
            self.follow(self.ticket)
        event = record("ticket.assigned", thing=self.ticket, by=by, to=to and to.pk)
        if to and is_new:
            self.ticket.watches.filter(person=to).delete()  # what is one's to do is not muted
            emails.assigned(self.ticket, to=to, by=by, event=event.pk)

    def set_state(self, *, state: State, by: Person) -> None:
        """Puts the ticket into an inner state, and into the status that customers see of it."""
        from kundportal.tickets.ending.stating import set_state

        set_state(self, state=state, by=by)

    @transaction.atomic
    def prioritise(self, *, priority: int, by: Person) -> None:
        """Sets the priority, which no customer ever sees."""
        if not by.is_staff:
            raise PermissionDenied
        before, self.priority = self.priority, Priority(priority)
        self.save(update_fields=["priority"])
        record(
            "ticket.prioritised",
            thing=self.ticket,
            by=by,
            was=before,
            now=self.priority,
        )

    @transaction.atomic
    def note(self, *, by: Person, text: str, once: UUID) -> Note:
        """Writes an internal note. The same `once` again gives the first note."""
        if not by.is_staff:
            raise PermissionDenied
        note, is_new = Note.objects.get_or_create(
            ticket_id=self.ticket_id,
            once=once,
            defaults={
                "organisation_id": self.organisation_id,
                "author": by,
                "text": text,
            },
        )
        if is_new:
            Draft.objects.sent(by=by, once=once)
            record("ticket.noted", thing=self.ticket, by=by, note=note.pk)
        return note


def due(ticket: Ticket) -> datetime:
    """When the vendor's answer is due, `NEVER` when none is owed."""
    return dates.end_of_work(ticket.answer_by) if ticket.answer_by else NEVER
