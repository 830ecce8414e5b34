"""One person's tickets become a colleague's too, when somebody leaves.

What goes over is what the person has created, and what nobody else who can sign in takes part in.
What has gone over once does not go again, so sending the form twice is doing it once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from kundportal.history.models import record
from kundportal.people.models import Person, Role
from kundportal.tickets import handover_emails

VERB = "ticket.handed_over"
AT_ONCE = 2000
MOST_COUNTED = 10_000

# A ticket that was handed over before is told by its event, whoever took it over then. OFFSET 0
# has each row looked up by its index; as a join, a table without statistics takes minutes.
LEFT = """
FROM tickets_participant AS mine
WHERE mine.person_id = %(giver)s AND mine.ticket_id > %(after)s
  AND (mine.role = 'creator' OR NOT EXISTS (
    SELECT 1 FROM tickets_participant AS other
    JOIN people_person AS colleague ON colleague.id = other.person_id
    WHERE other.ticket_id = mine.ticket_id AND other.person_id <> mine.person_id
      AND colleague.is_active OFFSET 0))
  AND NOT EXISTS (
    SELECT 1 FROM history_event AS event
    WHERE event.thing = 'tickets.ticket' AND event.thing_id = mine.ticket_id
      AND event.verb = %(verb)s AND (event.data ->> 'from')::bigint = mine.person_id
    OFFSET 0)"""
COUNT = f"""
SELECT count(*) FILTER (WHERE is_open), count(*) FILTER (WHERE NOT is_open)
FROM (SELECT mine.is_open {LEFT} LIMIT %(most)s) AS rows"""  # noqa: S608 our own text
# Locked as a reply locks them, so that none comes in between whose mark would be lost.
TAKE = f"""
SELECT id, status <> 'closed' FROM tickets_ticket
WHERE id IN (SELECT mine.ticket_id {LEFT} ORDER BY mine.ticket_id LIMIT %(most)s)
ORDER BY id FOR NO KEY UPDATE"""  # noqa: S608
SEAT = """
INSERT INTO tickets_participant
    (ticket_id, person_id, organisation_id, role, unread, is_open, last_activity_at)
SELECT id, %(taker)s, organisation_id, 'recipient', 0, status <> 'closed', last_activity_at
FROM tickets_ticket WHERE id = ANY(%(tickets)s)
ON CONFLICT (ticket_id, person_id) DO NOTHING"""
NOTE = """
INSERT INTO history_event (at, by_id, verb, thing, thing_id, organisation_id, data)
SELECT statement_timestamp(), %(by)s, %(verb)s, 'tickets.ticket', id, organisation_id,
    jsonb_build_object('from', %(giver)s::bigint, 'to', %(taker)s::bigint)
FROM tickets_ticket WHERE id = ANY(%(tickets)s) ORDER BY id"""


@dataclass(frozen=True)
class Count:
    """How many tickets, by whether they are open; both are at most `MOST_COUNTED` together."""

    open: int
    closed: int

    @property
    def all(self) -> int:
        return self.open + self.closed

    @property
    def is_more(self) -> bool:
        """There are more than were counted."""
        return self.all >= MOST_COUNTED


def may_be_handed_over_by(by: Person) -> QuerySet[Person]:
    """Whose tickets `by` may hand to a colleague.

    Customers hand over their own, and those of whoever no longer has access: nobody gets to read
    what a colleague at work has written with us without the colleague being told.
    """
    customers: QuerySet[Person] = Person.objects.filter(role=Role.CUSTOMER)
    if by.is_administrator:
        return customers
    here = customers.filter(organisation=by.organisation)
    return here.filter(Q(is_active=False) | Q(pk=by.pk))


def left_of(person: Person) -> Count:
    """How much of the person's nobody has taken over yet."""
    given: dict[str, Any] = {"giver": person.pk, "after": 0, "verb": VERB, "most": MOST_COUNTED}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, given)
        return Count(*cursor.fetchone())


@transaction.atomic
def hand_over(person: Person, *, to: Person, by: Person) -> Count:
    """Lets a colleague see, follow and answer the person's tickets; tells them in one mail."""
    people = type(person).objects
    giver = people.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    actor = people.get(pk=by.pk)
    if not actor.is_active or not may_be_handed_over_by(actor).filter(pk=giver.pk).exists():
        raise PermissionDenied
    if not people.colleagues_of(giver).filter(pk=to.pk).exists():
        raise PermissionDenied
    done = _move_all({"giver": giver.pk, "taker": to.pk, "by": by.pk, "verb": VERB})
    if done.all:
        event = record("person.tickets_handed_over", thing=giver, by=by, to=to.pk, number=done.all)
        if by.pk != to.pk:
            handover_emails.handed_over(giver, to, done, by=by, event=event.pk)
    return done


def _move_all(given: dict[str, Any]) -> Count:
    """Batch by batch, each a few statements, so that none of them lasts long."""
    opened = closed = after = 0
    with connection.cursor() as cursor:
        # What the first batches write is in no statistics, which speak of small tables: scanning
        # those whole for each row would take minutes in the last batches.
        cursor.execute("SET LOCAL enable_seqscan = off")
        while True:
            cursor.execute(TAKE, {**given, "after": after, "most": AT_ONCE})
            rows = cursor.fetchall()
            if not rows:
                cursor.execute("SET LOCAL enable_seqscan = on")
                return Count(opened, closed)
            batch = {**given, "tickets": [pk for pk, _is_open in rows]}
            cursor.execute(SEAT, batch)
            cursor.execute(NOTE, batch)
            opened += sum(is_open for _pk, is_open in rows)
            closed += sum(not is_open for _pk, is_open in rows)
            after = rows[-1][0]
