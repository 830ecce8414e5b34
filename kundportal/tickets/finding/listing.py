"""The lists of tickets that a customer may see, in order, without counting over all of it.

Each list is a few walks, each along one index and no further than a page needs: along the reader's
own places (`place`), and along what their organisation opens to them (`ticket`). What comes of
them is merged. Written in SQL, since Django would have to be talked into every walk
([decision 5](docs/decisions/0005-hot-questions-in-sql.md)).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from kundportal.lib.paging import Page, pack_key, unpack_key
from kundportal.notifications.models import UNREAD
from kundportal.people.models import Person
from kundportal.tickets import sight
from kundportal.tickets.finding import searching
from kundportal.tickets.finding.wanted import SHOWN, Wanted
from kundportal.tickets.models.choices import Sight, Status
from kundportal.tickets.models.ticket import Ticket

MOST_COUNTED = 100
AT_ONCE = 1000
NO_ANSWER = date(9999, 12, 31)  # sorts last

# Which columns a list is ordered by, and the way of the walk. The last one settles ties; tickets
# are numbered in the order in which they arrive.
ORDERS = {
    "newest": ("{place}.last_activity_at", "timestamptz", "DESC"),
    "oldest": ("{place}.last_activity_at", "timestamptz", "ASC"),
    "created": ("{key}", "bigint", "DESC"),
    "answer": (f"coalesce(ticket.answer_by, '{NO_ANSWER}')", "date", "ASC"),
}
ROWS = """
SELECT ticket.id, ticket.number, ticket.title, ticket.status, ticket.created_at,
    ticket.last_activity_at, ticket.answer_by, ticket.parked_until, product.name AS product_name,
    creator.name AS creator_name, mine.role, coalesce(mine.unread, 0) AS unread {more}
FROM ({found} ORDER BY at {way}, id {way} LIMIT %s) AS found
JOIN tickets_ticket AS ticket ON ticket.id = found.id
JOIN products_product AS product ON product.id = ticket.product_id
JOIN people_person AS creator ON creator.id = ticket.created_by_id
LEFT JOIN tickets_participant AS mine ON mine.ticket_id = ticket.id AND mine.person_id = %s {joins}
ORDER BY found.at {way}, found.id {way}"""
# Where the reader's answer is wanted; not while they let the ticket rest.
WAITING = f"""place.is_open AND ticket.status = '{Status.WAITING}'
    AND ticket.parked_until IS NULL"""
# OFFSET 0 has the place looked up for each ticket, and only where it is needed.
MINE = """SELECT 1 FROM tickets_participant AS place
    WHERE place.ticket_id = ticket.id AND place.person_id = %s OFFSET 0"""
HITS = "hits AS MATERIALIZED (SELECT ticket_id FROM tickets_searchentry WHERE document @@ ({}))"
FOR_EXPORT = (
    ", matter.names AS matter_names, form.names AS form_names",
    """LEFT JOIN tickets_matter AS matter ON matter.id = ticket.matter_id
LEFT JOIN tickets_form AS form ON form.id = ticket.form_id""",
)


@dataclass
class Said:
    """A part of a question: SQL and its values."""

    sql: str = ""
    values: list[Any] = field(default_factory=list)

    def also(self, condition: str, *values: Any) -> None:
        self.sql += f" AND {condition}"
        self.values += values


def page(person: Person, wanted: Wanted, *, after: str = "", size: int = 25) -> Page[Ticket]:
    """The page of the list that follows the key `after`; one not made here shows the first."""
    key = _key(after, wanted.order)
    found = _rows(person, wanted, key, size + 1)
    shown, is_more = found[:size], len(found) > size
    following = pack_key(_key_of(shown[-1], wanted.order)) if is_more else ""
    return Page(shown, following, is_first=key is None)


def every(person: Person, wanted: Wanted, *, most: int) -> Iterator[Ticket]:
    """All of the list in its order, `most` at the most, some in memory at a time."""
    key, left = None, most
    while left > 0:
        found = _rows(person, wanted, key, min(AT_ONCE, left), FOR_EXPORT)
        yield from found
        left = left - len(found) if len(found) == AT_ONCE else 0
        key = _key_of(found[-1], wanted.order) if found else None


def counts(person: Person, whose: str) -> dict[str, int]:
    """How many each tab of the list shows, 100 at the most, all in one query.

    And how many notifications are unread, which the bar shows.
    """
    columns, values = [], []
    for show in SHOWN[:-1]:
        wanted = Wanted(show=show, whose=whose)
        found = _union(_walks(person, wanted, None, MOST_COUNTED, is_ordered=False))
        columns.append(f"(SELECT count(*) FROM ({found.sql} LIMIT {MOST_COUNTED}) AS rows)")  # noqa: S608
        values += found.values
    columns.append(f"(SELECT count(*) FROM ({UNREAD} LIMIT {MOST_COUNTED}) AS news)")  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(columns), [*values, person.pk])
        row = dict(zip((*SHOWN[:-1], "notifications"), cursor.fetchone(), strict=True))
    return {**row, "all": min(row["open"] + row["closed"], MOST_COUNTED)}


def _rows(
    person: Person,
    wanted: Wanted,
    key: tuple[Any, int] | None,
    limit: int,
    more: tuple[str, str] = ("", ""),
) -> list[Ticket]:
    hits = None
    if wanted.words:
        asked = searching.question(wanted.words, person.organisation_id or 0)
        if asked is None:
            return []
        hits = Said(HITS.format(asked[0]), asked[1])
    found = _union(_walks(person, wanted, key, limit))
    way = ORDERS[wanted.order][2]
    sql = ROWS.format(found=found.sql, way=way, more=more[0], joins=more[1])
    values = [*found.values, limit, person.pk]
    if hits:
        sql, values = f"WITH {hits.sql} {sql}", [*hits.values, *values]
    return list(Ticket.objects.raw(sql, values))


def _walks(
    person: Person,
    wanted: Wanted,
    key: tuple[Any, int] | None,
    limit: int,
    *,
    is_ordered: bool = True,
) -> list[Said]:
    """The walks that together find what is wanted; each gives tickets and their place in the order.

    What is new or waits for somebody does so for those who take part, never for their colleagues.
    """
    opened = sight.opened_to(person)
    is_common = wanted.whose == "organisation" and wanted.show in {"open", "closed", "all"}
    if is_common and wanted.words:
        walks = [("ticket", _of_found(person, wanted, opened))]
    else:
        walks = [("place", _of_places(person, wanted, part)) for part in _parts(wanted)]
        if is_common and opened:
            walks.append(("ticket", _of_organisation(person, wanted, opened)))
    return [_walk(table, where, wanted, key, limit, is_ordered) for table, where in walks]


def _parts(wanted: Wanted) -> list[str]:
    """What the reader's own places must be; each part is a walk of its own."""
    unread, waiting = "place.unread > 0", WAITING
    if wanted.show == "unread":
        return [unread]
    if wanted.show == "for-me":
        return [unread, waiting] if wanted.status in {"", Status.WAITING} else [unread]
    if wanted.show == "in-hand":
        in_hand = f"'{Status.OPEN}', '{Status.IN_PROGRESS}'"
        return [f"place.unread = 0 AND ticket.status IN ({in_hand})"]
    return ["true"]


def _of_places(person: Person, wanted: Wanted, part: str) -> Said:
    where = Said("place.person_id = %s", [person.pk])
    where.also(part)
    if wanted.is_open is not None:
        where.also("place.is_open" if wanted.is_open else "NOT place.is_open")
    if wanted.whose != "organisation":
        where.also("place.role = %s", {"mine": "creator", "shared": "recipient"}[wanted.whose])
    where = _narrowed(where, wanted, "place.ticket_id")
    if "ticket." in where.sql or wanted.order == "answer":
        # So it is always, for they are colleagues. Said, it keeps the planner from walking along
        # the tickets of the whole portal when it expects that few will do.
        where.also("ticket.organisation_id = %s", person.organisation_id)
    return where


def _of_organisation(person: Person, wanted: Wanted, opened: list[str]) -> Said:
    where = Said("ticket.organisation_id = %s", [person.organisation_id])
    if opened == [Sight.SHARED]:  # so written, it is the condition of an index
        where.also(f"ticket.sight = '{Sight.SHARED}'")
    else:
        where.also("ticket.sight = ANY(%s)", opened)
    return _narrowed(_of_tickets(where, wanted), wanted, "ticket.id")


def _of_found(person: Person, wanted: Wanted, opened: list[str]) -> Said:
    """What has the words is few, so each is looked at, and a place only where it is needed."""
    seen = f"(ticket.organisation_id = %s AND ticket.sight = ANY(%s) OR EXISTS ({MINE}))"
    where = Said(seen, [person.organisation_id, opened, person.pk])
    return _narrowed(_of_tickets(where, wanted), wanted, "ticket.id")


def _of_tickets(where: Said, wanted: Wanted) -> Said:
    if wanted.is_open is not None:
        where.also(f"ticket.status {'<>' if wanted.is_open else '='} '{Status.CLOSED}'")
    return where


def _narrowed(where: Said, wanted: Wanted, key: str) -> Said:
    if wanted.status not in {"", Status.CLOSED}:  # that one says no more than `is_open`
        where.also("ticket.status = %s", wanted.status)
    if wanted.product is not None:
        where.also("ticket.product_id = %s", wanted.product)
    if wanted.words:
        where.also(f"{key} IN (SELECT ticket_id FROM hits)")  # noqa: S608
    return where


def _walk(
    table: str,
    where: Said,
    wanted: Wanted,
    key: tuple[Any, int] | None,
    limit: int,
    is_ordered: bool,
) -> Said:
    own = "place.ticket_id" if table == "place" else "ticket.id"
    at, kind, way = ORDERS[wanted.order]
    at = at.format(place=table, key=own)
    after = ">" if way == "ASC" else "<"
    if key and wanted.order == "created":
        where.also(f"{own} {after} %s", key[1])
    elif key:
        where.also(f"({at}, {own}) {after} (%s::{kind}, %s)", *key)
    source = f"tickets_{'participant' if table == 'place' else 'ticket'} AS {table}"
    if table == "place" and "ticket." in where.sql + at:
        source += " JOIN tickets_ticket AS ticket ON ticket.id = place.ticket_id"
    # Nothing but our own words is put into the text; what was sent stands among the values.
    columns = f"{own} AS id, {at} AS at" if is_ordered else f"{own} AS id"
    order = f" ORDER BY {at} {way}, {own} {way}" if is_ordered else ""
    sql = f"SELECT {columns} FROM {source} WHERE {where.sql}{order} LIMIT %s"  # noqa: S608
    return Said(sql, [*where.values, limit])


def _union(walks: list[Said]) -> Said:
    """A ticket that two walks meet is there once."""
    sql = " UNION ".join(f"({walk.sql})" for walk in walks)
    return Said(
        f"SELECT * FROM ({sql}) AS walked",  # noqa: S608
        [value for walk in walks for value in walk.values],
    )


def _key_of(ticket: Ticket, order: str) -> tuple[Any, int]:
    if order == "created":
        return ticket.pk, ticket.pk
    return (
        ticket.answer_by or NO_ANSWER if order == "answer" else ticket.last_activity_at
    ), ticket.pk


def _key(after: str, order: str) -> tuple[Any, int] | None:
    """The key of an address, if it is one of a list in that order."""
    found = unpack_key(after)
    if found is None:
        return None
    kinds = {"created": int, "answer": date}
    kind = kinds.get(order, datetime)
    return found if type(found[0]) is kind else None
