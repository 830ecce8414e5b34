"""The ticket: a matter that a customer has brought up, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.lib import dates
from kundportal.lib.labels import label
from kundportal.people.models import Organisation, Person
from kundportal.products.models import Product
from kundportal.tickets import emails, sight
from kundportal.tickets.models.choices import Sight, Status
from kundportal.tickets.models.draft import Draft
from kundportal.tickets.models.finding import TicketQuerySet
from kundportal.tickets.models.form import Form, Matter
from kundportal.tickets.models.upload import Upload

if TYPE_CHECKING:
    from kundportal.tickets.models.message import Message


class Ticket(models.Model):
    """A matter with its conversation. Nothing here is hidden from those who take part in it."""

    number = models.CharField(max_length=12, unique=True)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sight = models.CharField(
        max_length=12,
        choices=Sight.choices,
        default=Sight.ORGANISATION,
        db_default=Sight.ORGANISATION,
    )
    once = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)
    last_activity_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField(null=True)

    # What `seen_by` reads along with the ticket.
    product_name: str
    matter_name: str
    role: str | None
    unread: int
    first_unread_id: int | None
    tickets_unread: int
    draft: dict[str, Any] | None

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["created_by", "once"], name="ticket_sent_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-last_activity_at", "-id"],
                name="ticket_closed",
                condition=Q(status=Status.CLOSED),
            ),
            models.Index(
                fields=["organisation", "-last_activity_at", "-id"], name="ticket_organisation"
            ),
            # What those see who see no more than what is shared with them.
            models.Index(
                fields=["organisation", "-last_activity_at", "-id"],
                name="ticket_shared",
                condition=Q(sight=Sight.SHARED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def url(self) -> str:
        # Written out, since resolving the name 25 times is a tenth of a list's time; a test
        # holds it against the name.
        return f"/tickets/{self.number}/"

    @property
    def desk_url(self) -> str:
        return f"/desk/tickets/{self.number}/"

    @property
    def status_label(self) -> str:
        return label(Status(self.status))

    @property
    def is_closed(self) -> bool:
        return self.status == Status.CLOSED

    @property
    def meaning(self) -> str:
        """One sentence on what the status means for the customer."""
        meanings = {
            Status.OPEN: _("We have received your ticket and will answer it."),
            Status.IN_PROGRESS: _("We are working on your ticket."),
            Status.WAITING: _("We have answered and wait for you."),
            Status.CLOSED: _("The ticket is closed. Write a reply if you want to open it again."),
        }
        return str(meanings[Status(self.status)])

    def may_be_written_by(self, person: Person) -> bool:
        """Those who take part may reply and close, so may all staff, and whom sight lets write."""
        if person.is_staff:
            return True
        place = self.participants.filter(person=person).first()
        look = sight.look(person, self, place.role if place else None)
        return look is not None and look.may_write

    @transaction.atomic
    def reply(
        self,
        *,
        by: Person,
        text: str,
        once: UUID,
        attachments: Iterable[UploadedFile | Upload] = (),
        status: str = "",
    ) -> Message:
        """Adds a reply and tells the others. The same `once` again gives the first reply.

        `status` is what an agent's reply leaves the ticket in; a customer's reply opens it again.
        """
        self._lock(by)
        if sent := self.messages.filter(once=once).first():
            return sent
        message = self.messages.create(
            organisation_id=self.organisation_id, author=by, text=text, once=once
        )
        message.attach(attachments)
        Draft.objects.sent(by=by, once=once)
        if by.is_staff:
            self._now(status or Status.WAITING, answer_by=None)
        else:
            self._now(
                self.handling.status_in_hand(),
                answer_by=self.answer_by or next_answer(),
            )
        self._mark_unread(message)
        record("ticket.replied", thing=self, by=by, message=message.pk)
        emails.reply_posted(message)
        return message

    @transaction.atomic
    def close(self, *, by: Person) -> None:
        """Closes the ticket and tells the others that take part in it."""
        self._lock(by)
        if self.is_closed:
            return
        self._now(Status.CLOSED, answer_by=None)
        self.participants.update(is_open=False, last_activity_at=self.last_activity_at)
        record("ticket.closed", thing=self, by=by)
        emails.ticket_closed(self, by=by)

    def _lock(self, by: Person) -> None:
        """One act at a time on a ticket, on fresh values, by somebody who may."""
        locked = Ticket.objects.select_for_update(of=("self",)).get(pk=self.pk)
        self.status, self.answer_by = locked.status, locked.answer_by
        if not self.may_be_written_by(by):
            raise PermissionDenied

    def _now(self, status: str, *, answer_by: dates.date | None) -> None:
        self.status, self.answer_by, self.last_activity_at = (
            status,
            answer_by,
            timezone.now(),
        )
        self.save(update_fields=["status", "answer_by", "last_activity_at"])
        self.handling.follow(self)

    def _mark_unread(self, message: Message) -> None:
        """New for everyone but its author, who has read what stood above it."""
        is_author = When(person_id=message.author_id, then=None)
        self.participants.update(
            is_open=not self.is_closed,
            last_activity_at=self.last_activity_at,
            unread=Case(
                When(person_id=message.author_id, then=Value(0)),
                default=F("unread") + 1,
            ),
            first_unread_id=Case(is_author, default=Coalesce("first_unread_id", message.pk)),
        )


def next_answer() -> dates.date:
    """The day by which the vendor answers what comes in now."""
    return dates.add_working_days(dates.today(), settings.ANSWER_WITHIN)
