"""The ticket: a matter that a customer has brought up, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.lib import dates
from kundportal.lib.labels import label
from kundportal.people.models import Organisation, Person
from kundportal.products.models import Product
from kundportal.tickets import promises, recipients, sight
from kundportal.tickets.finding import searching
from kundportal.tickets.models.choices import Asked, Sight, Status
from kundportal.tickets.models.draft import Draft
from kundportal.tickets.models.endings import CHANGING, Endings
from kundportal.tickets.models.finding import TicketQuerySet
from kundportal.tickets.models.form import Form, Matter
from kundportal.tickets.models.upload import Upload

if TYPE_CHECKING:
    from kundportal.tickets.models.answers import Answers
    from kundportal.tickets.models.message import Message
    from kundportal.tickets.models.state import State


MEANINGS = {
    Status.OPEN: _("We have received your ticket and will answer it."),
    Status.IN_PROGRESS: _("We are working on your ticket."),
    Status.WAITING: _("We have answered and wait for you."),
}


class Ticket(Endings):
    """A matter with its conversation. Nothing here is hidden from those who take part in it."""

    number = models.CharField(max_length=12, unique=True)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    # Both have an index below that begins with them.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sight = models.CharField(
        max_length=12,
        choices=Sight.choices,
        default=Sight.ORGANISATION,
        db_default=Sight.ORGANISATION,
    )
    # Spares the page from looking for the answers of tickets that have none.
    answers_state = models.CharField(
        max_length=8,
        choices=Asked.choices,
        default=Asked.NOTHING,
        db_default=Asked.NOTHING,
        blank=True,
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
    wants: str | None
    # What `listing` reads along besides.
    creator_name: str
    matter_names: Any
    form_names: Any
    first_unread_id: int | None
    tickets_unread: int
    news: dict[str, Any]
    draft: dict[str, Any] | None
    # What `with_news` adds.
    newest_message: int
    places: list[str]

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
            # An organisation's list; the product at the end is looked at in the index.
            models.Index(
                fields=["organisation", "-last_activity_at", "-id", "product"], name="ticket_list"
            ),
            # The same of what is open, of which there is little among much that is closed.
            models.Index(
                fields=["organisation", "-last_activity_at", "-id"],
                name="ticket_open",
                condition=~Q(status=Status.CLOSED),
            ),
            models.Index(fields=["organisation", "-id"], name="ticket_arrival"),
            # What those see who see no more than what is shared with them.
            models.Index(
                fields=["organisation", "-last_activity_at", "-id"],
                name="ticket_shared",
                condition=Q(sight=Sight.SHARED),
            ),
            models.Index(
                fields=["parked_until"],
                name="ticket_parked",
                condition=Q(parked_until__isnull=False),
            ),
            models.Index(
                fields=["follows"], name="ticket_follows", condition=Q(follows__isnull=False)
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
    def meaning(self) -> str:
        """One sentence on what the status means for the customer."""
        if self.is_closed:
            return gettext("The ticket was closed on %(day)s.") % {"day": dates.day(self.ended_at)}
        return str(MEANINGS[Status(self.status)])

    @property
    def answer_words(self) -> str:
        """By when the vendor answers."""
        return promises.answer(self.answer_by)

    @property
    def lacks_answers(self) -> bool:
        """Whether the customer has been asked for answers that are not there yet."""
        return self.answers_state == Asked.MISSING and not self.starts_anew

    @property
    def shown_answers(self) -> Answers | None:
        """What the form asked and what was answered, as its page shows it."""
        from kundportal.tickets.models.answers import Answers  # it knows Ticket

        return Answers.objects.shown(self) if self.answers_state else None

    def may_be_written_by(self, person: Person) -> bool:
        """Those who take part may reply and close, so may all staff, and whom sight lets write."""
        if person.is_staff:
            return True
        place = self.participants.filter(person=person).first()
        look = sight.look(person, self, place.role if place else None)
        return look is not None and look.may_write

    def may_be_shared_by(self, person: Person) -> bool:
        """The creator chooses who else at the organisation sees the ticket; staff can as well."""
        return person.is_staff or person.pk == self.created_by_id

    def add_recipients(self, *, people: Iterable[Person], by: Person) -> list[Person]:
        """Lets colleagues take part, and says who of them did not yet; tells them by mail."""
        return recipients.add(self, people=people, by=by)

    def remove_recipient(self, *, person: Person, by: Person) -> bool:
        """Ends a recipient's sight of the ticket at once; says whether they took part."""
        return recipients.remove(self, person=person, by=by)

    def share(self, *, sight: str, by: Person) -> None:
        """Chooses who at the organisation sees the ticket besides its creator and recipients."""
        recipients.share(self, sight=sight, by=by)

    def reply(
        self,
        *,
        by: Person,
        text: str,
        once: UUID,
        attachments: Iterable[UploadedFile | Upload] = (),
        status: str = "",
        state: State | None = None,
        insists: bool = False,
    ) -> Message:
        """Adds a reply and tells the others. The same `once` again gives the first reply.

        `status` or `state` is what an agent's reply leaves the ticket in. A customer's reply opens
        it again, but for a mere thank-you; who `insists` has said that it is not solved. When it
        has been closed for too long, the reply stands in a new ticket that follows this one.
        """
        from kundportal.tickets.replying import reply  # it knows every model of the room

        return reply(
            self,
            by=by,
            text=text,
            once=once,
            attachments=attachments,
            status=status,
            state=state,
            insists=insists,
        )

    def lock(self, *, by: Person) -> None:
        """One act at a time on a ticket, on fresh values, by somebody who may."""
        self.take()
        if not self.may_be_written_by(by):
            raise PermissionDenied

    def take(self) -> None:
        """Locks the row until the transaction ends, and reads what may have changed meanwhile."""
        locked = Ticket.objects.locked(self.pk)
        for name in (*CHANGING, "sight"):
            setattr(self, name, getattr(locked, name))
        if "handling" in self._state.fields_cache:
            self.handling.refresh_from_db(fields=["assignee", "state"])

    def say(
        self,
        *,
        by: Person,
        text: str,
        once: UUID,
        attachments: Iterable[UploadedFile | Upload] = (),
        is_thanks: bool = False,
    ) -> Message:
        """Adds a reply to the conversation and changes nothing else."""
        words = {"text": text, "once": once, "is_thanks": is_thanks}
        message: Message = self.messages.create(
            organisation_id=self.organisation_id, author=by, **words
        )
        message.attach(attachments)
        Draft.objects.sent(by=by, once=once)
        searching.add(self, text, *message.file_names())
        recipients.join(self, by)
        return message

    def hear(self, message: Message) -> None:
        """Shows a reply as new, and leaves the ticket in its status."""
        self.last_activity_at, self.undo_until = message.created_at, None
        self.save(update_fields=["last_activity_at", "undo_until"])
        self.mark_unread(message)
        record("ticket.replied", thing=self, by=message.author, message=message.pk)

    def mark_unread(self, message: Message) -> None:
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
