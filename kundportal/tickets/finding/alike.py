"""Tickets of the reader's organisation whose titles are like one that they are about to write."""

from __future__ import annotations

from itertools import combinations

from django.db import connection

from kundportal.people.models import Person
from kundportal.tickets.finding import searching
from kundportal.tickets.models import Ticket

MOST_WORDS, MOST_LOOKED_AT, MOST_SHOWN = 7, 200, 5
# Of those that share two words (or the only one), the ones that share most, then the newest. The
# words of titles stand under `12_t_`.
ALIKE = """
WITH hits AS MATERIALIZED (
    SELECT ticket_id, document FROM tickets_searchentry WHERE document @@ ({asked})
    ORDER BY ticket_id DESC LIMIT {looked_at})
SELECT ticket_id FROM hits ORDER BY {shared} DESC, ticket_id DESC"""


def alike(person: Person, title: str) -> list[Ticket]:
    """The five that are most alike, of those that the person may see."""
    words = [word for word in searching.words_of(title) if len(word) > 2][:MOST_WORDS]
    organisation = person.organisation_id
    if not words or organisation is None:
        return []
    each = [searching.title_word(word, organisation, goes_on=word == words[-1]) for word in words]
    pairs = [*combinations(each, min(len(each), 2))]
    asked = " || ".join("(" + " && ".join(sql for sql, _values in pair) + ")" for pair in pairs)
    shared = " + ".join(f"(document @@ {sql})::int" for sql, _values in each)
    values = [value for pair in pairs for _sql, given in pair for value in given]
    values += [value for _sql, given in each for value in given]
    sql = ALIKE.format(asked=asked, looked_at=MOST_LOOKED_AT, shared=shared)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        keys = [pk for (pk,) in cursor.fetchall()]
    return Ticket.objects.visible_to(person).in_order(keys)[:MOST_SHOWN]
