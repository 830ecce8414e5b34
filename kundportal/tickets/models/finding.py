"""The sets of tickets that pages and verbs ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils import translation

from kundportal.lib import dates
from kundportal.lib.paging import walk
from kundportal.notifications.models import UNREAD
from kundportal.people.models import Person
from kundportal.products.models import Product
from kundportal.tickets import sight
from kundportal.tickets.models.choices import Sight, Status
from kundportal.tickets.models.draft import Draft
from kundportal.tickets.models.form import Form, Matter
from kundportal.tickets.models.upload import Upload

if TYPE_CHECKING:
    from kundportal.tickets.models.answers import Given
    from kundportal.tickets.models.ticket import Ticket

# The page that is read most, so its questions are written in SQL: putting them together anew for
# each reader costs Django three times what asking them does.
SEEN_BY = f"""
SELECT ticket.*, product.name AS product_name,
    coalesce(matter.names ->> %s, matter.names ->> 'sv') AS matter_name,
    mine.role, coalesce(mine.unread, 0) AS unread, mine.first_unread_id,
    (SELECT count(*) FROM (SELECT 1 FROM tickets_participant AS other
        WHERE other.person_id = %s AND other.unread > 0 LIMIT 100) AS rows
    ) AS tickets_unread,
    (SELECT json_build_object('unread', count(*), 'is_here', bool_or(
            news.thing_id = ticket.id AND news.thing = 'tickets.ticket'))
        FROM ({UNREAD} LIMIT 100) AS news) AS news,
    (SELECT json_build_object('once', draft.once, 'values', draft.values,
            'revision', draft.revision, 'saved_at', draft.saved_at)
        FROM tickets_draft AS draft
        WHERE draft.owner_id = %s AND draft.ticket_id = ticket.id AND draft.kind = 'reply'
    ) AS draft,
    (SELECT watch.wants FROM tickets_watch AS watch
        WHERE watch.ticket_id = ticket.id AND watch.person_id = %s) AS wants
FROM tickets_ticket AS ticket
LEFT JOIN tickets_participant AS mine ON mine.ticket_id = ticket.id AND mine.person_id = %s
JOIN products_product AS product ON product.id = ticket.product_id
JOIN tickets_matter AS matter ON matter.id = ticket.matter_id
WHERE ticket.number = %s AND (mine.id IS NOT NULL
    OR ticket.organisation_id = %s AND ticket.sight = ANY(%s))"""  # noqa: S608

# What tells, beside the ticket's own row, whether its page shows something new.
NEWEST_MESSAGE = """(SELECT max(message.id) FROM tickets_message AS message
WHERE message.ticket_id = tickets_ticket.id)"""
PLACES = """(SELECT array_agg(place.person_id || place.role ORDER BY place.id)
FROM tickets_participant AS place WHERE place.ticket_id = tickets_ticket.id)"""


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, person: Person) -> TicketQuerySet:
        """Staff see every ticket; customers those they take part in or their organisation opens."""
        if person.is_staff:
            return self
        mine = Exists(person.participations.filter(ticket=OuterRef("pk")))
        opened = Q(organisation=person.organisation_id, sight__in=sight.opened_to(person))
        return self.filter(mine | opened)

    def seen_by(self, person: Person, *, number: str) -> Ticket | None:
        """The ticket as its page shows it to a customer who may see it; for all others, nothing.

        Brings along the person's role in it, None for one who sees it through the organisation,
        and what is new for them: here (`unread`, `first_unread_id`), in how many tickets in all,
        100 at the most (`tickets_unread`), how many notifications, and whether of it (`news`).
        And the reply that they have begun (`draft`), and whether they mute or follow it (`wants`).
        """
        asked = [translation.get_language(), *[person.pk] * 5, number]
        opened = [person.organisation_id, sight.opened_to(person)]
        return next(iter(self.raw(SEEN_BY, [*asked, *opened])), None)

    def of_draft(self, draft: Draft) -> Ticket | None:
        """The ticket to which a draft is a reply."""
        return self.filter(pk=draft.ticket_id).first()

    def solved_lately(self, most: int) -> TicketQuerySet:
        """Those closed last."""
        rows = self.filter(status=Status.CLOSED).order_by("-last_activity_at", "-pk")
        return rows.select_related("organisation", "created_by", "product")[:most]

    def numbers_of(self, person: Person) -> Any:
        """The numbers of those that the person has created."""
        return self.filter(created_by=person).values("number")

    def newest(self, most: int) -> TicketQuerySet:
        """Those created last, by whom and when."""
        fields = ("number", "organisation_id", "created_by_id", "created_at")
        return self.only(*fields).order_by("-pk")[:most]

    def to_wake(self) -> Iterator[Ticket]:
        """Those whose rest is over, some at a time."""
        return walk(self.filter(parked_until__lte=dates.today()))

    def linked_to(self, ticket: Ticket) -> TicketQuerySet:
        """The ticket that this one follows, and those that follow it."""
        rows = self.filter(Q(pk=ticket.follows_id) | Q(follows=ticket))
        return rows.only("number", "title", "status").order_by("pk")

    def in_order(self, keys: Sequence[int]) -> list[Ticket]:
        """Those with these keys, in the order of the keys."""
        found = self.in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def alike(self, person: Person, title: str) -> list[Ticket]:
        """Tickets of the person's organisation with a title like this, of those that they see."""
        from kundportal.tickets.finding.alike import alike  # it knows every model of the room

        return alike(person, title)

    def with_news(self) -> TicketQuerySet:
        """With what `changes.version` asks for: the key of the newest reply, and who takes part."""
        newest = RawSQL(NEWEST_MESSAGE, [], models.BigIntegerField())  # noqa: S611 nothing put in
        return self.annotate(newest_message=newest, places=RawSQL(PLACES, []))  # noqa: S611

    def for_print(self) -> TicketQuerySet:
        """With all that customers may read of the ticket, but for the conversation."""
        return self.select_related("organisation", "product", "matter", "form", "created_by")

    def locked(self, pk: int) -> Ticket:
        """The ticket as it is now, kept from other acts until the transaction ends.

        Rows that refer to it may come in meanwhile, since its key does not change.
        """
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)

    def with_number(self, number: str) -> Ticket | None:
        return self.filter(number=number).first()

    def create_from_form(
        self,
        *,
        by: Person,
        form: Form,
        product: Product,
        matter: Matter,
        title: str,
        text: str,
        once: UUID,
        recipients: Sequence[Person] = (),
        attachments: Iterable[UploadedFile | Upload] = (),
        answers: Given | None = None,
        sight: str = Sight.ORGANISATION,
    ) -> Ticket:
        """Creates a ticket with its first message. The same `once` again gives the first ticket."""
        from kundportal.tickets.creating import create  # it knows every model of the room

        return create(
            by=by,
            once=once,
            text=text,
            recipients=recipients,
            attachments=attachments,
            answers=answers,
            form=form,
            product=product,
            matter=matter,
            title=title,
            sight=sight,
        )
