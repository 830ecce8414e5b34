"""Who takes part in a ticket, and what is new for each of them."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Q

from kundportal.notifications.models import UNREAD, Notification, Unread
from kundportal.people.models import Organisation, Person
from kundportal.tickets.models.ticket import Ticket

COUNT_UNREAD = f"""
SELECT (SELECT count(*) FROM (
    SELECT 1 FROM tickets_participant WHERE person_id = %s AND unread > 0 LIMIT 100
) AS rows), (SELECT count(*) FROM ({UNREAD} LIMIT 100) AS news)"""  # noqa: S608

IN_TICKET = """
SELECT place.*, person.name AS person_name, person.is_active AS person_is_active
FROM tickets_participant AS place JOIN people_person AS person ON person.id = place.person_id
WHERE place.ticket_id = %s
ORDER BY place.id"""

# With who has left, and whose tickets somebody has taken over: an event says so.
AT_DESK = """
SELECT place.*, person.name AS person_name, person.is_active AS person_is_active, (
    SELECT string_agg(DISTINCT giver.name, ', ') FROM history_event AS event
    JOIN people_person AS giver ON giver.id = (event.data ->> 'from')::bigint
    WHERE event.thing = 'tickets.ticket' AND event.thing_id = place.ticket_id
        AND event.verb = 'ticket.handed_over'
        AND (event.data ->> 'to')::bigint = place.person_id
    ) AS took_over_from
FROM tickets_participant AS place JOIN people_person AS person ON person.id = place.person_id
WHERE place.ticket_id = %s
ORDER BY place.id"""


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def of(self, person: Person) -> ParticipantQuerySet:
        """The person's own places in tickets: those they created and those they were named in."""
        return self.filter(person=person)

    def place_of(self, person: Person, ticket: Ticket) -> Participant | None:
        """The person's own place in the ticket, if they take part in it."""
        return self.filter(person=person, ticket=ticket).first()

    def place_at(self, ticket: Ticket, person_id: int) -> Participant | None:
        """The place of one person in the ticket, with the person."""
        places = self.filter(ticket=ticket, person_id=person_id)
        return places.select_related("person").first()

    def read(self, person: Person, ticket: Ticket, *, up_to: int) -> None:
        """Clears the marks of one who has read so far, whether or not they take part."""
        if place := self.place_of(person, ticket):
            place.read(up_to=up_to)
        elif not ticket.messages.after(up_to).exists():
            Notification.objects.of(person).about(ticket).read()

    def unread(self) -> ParticipantQuerySet:
        return self.filter(unread__gt=0)

    def count_unread(self, person: Person) -> Unread:
        """How many of the person's tickets and notifications are unread, 100 at the most."""
        # Every page asks this, so its SQL is not composed anew each time.
        with connection.cursor() as cursor:
            cursor.execute(COUNT_UNREAD, [person.pk, person.pk])
            return Unread(*cursor.fetchone())

    def in_ticket(self, ticket: Ticket) -> list[Participant]:
        """The creator, then the recipients in the order in which they were named."""
        return list(self.raw(IN_TICKET, [ticket.pk]))

    def at_desk(self, ticket: Ticket) -> list[Participant]:
        """The same for staff, who also see who has taken over from whom."""
        return list(self.raw(AT_DESK, [ticket.pk]))

    def for_extract(self) -> ParticipantQuerySet:
        """With all that the person may see of the ticket, but for the conversation."""
        return self.select_related(
            "ticket__created_by", "ticket__form", "ticket__product", "ticket__matter"
        )


class Participant(models.Model):
    """One person's place in one ticket: why they see it, and how many replies they have not read.

    `is_open` and `last_activity_at` repeat the ticket's, so that a person's list is one walk along
    one index.
    """

    class Role(models.TextChoices):
        CREATOR = "creator"
        RECIPIENT = "recipient"

    # Both have an index below that begins with them.
    ticket = models.ForeignKey(
        Ticket, on_delete=models.CASCADE, related_name="participants", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="participations",
        db_index=False,
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices)
    unread = models.PositiveIntegerField(default=0)
    first_unread_id = models.BigIntegerField(null=True)
    is_open = models.BooleanField(default=True)
    last_activity_at = models.DateTimeField()

    person_name: str  # what `in_ticket` and `at_desk` read along
    person_is_active: bool
    took_over_from: str | None  # only `at_desk`

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "person"], name="participant_once"),
        ]
        indexes = [
            # Each is a walk of `finding/listing.py`; the role at the end is looked at in the index.
            models.Index(
                fields=["person", "-last_activity_at", "-ticket", "role"], name="place_list"
            ),
            models.Index(
                fields=["person", "is_open", "-last_activity_at", "-ticket", "role"],
                name="place_open",
            ),
            models.Index(
                fields=["person", "-last_activity_at", "-ticket"],
                name="place_unread",
                condition=Q(unread__gt=0),
            ),
            models.Index(fields=["person", "-ticket"], name="place_arrival"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.ticket_id}"

    @transaction.atomic
    def read(self, *, up_to: int) -> None:
        """Clears the marks of this person alone, as far as the reply that was the last they saw."""
        # The lock lets no reply come in between that would be cleared unseen.
        here = Participant.objects.select_for_update(of=("self",)).get(pk=self.pk)
        later = here.ticket.messages.after(up_to).exclude(author_id=here.person_id)
        unseen = list(later.values_list("pk", flat=True)[: here.unread])
        self.unread, self.first_unread_id = len(unseen), next(iter(unseen), None)
        self.save(update_fields=["unread", "first_unread_id"])
        if not unseen:
            Notification.objects.of(self.person).about(here.ticket).read()
