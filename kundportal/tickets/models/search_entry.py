"""The words by which a ticket is found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models, transaction

from kundportal.people.models import Organisation
from kundportal.tickets.finding import searching
from kundportal.tickets.models.ticket import Ticket

AT_ONCE = 500
# All that is said in some tickets, whatever the tables have grown by.
SAID = """
SELECT ticket.id, ticket.organisation_id, ticket.number, ticket.title,
    (SELECT string_agg(text, ' ' ORDER BY id) FROM tickets_message WHERE ticket_id = ticket.id),
    (SELECT string_agg(name, ' ') FROM tickets_attachment WHERE ticket_id = ticket.id),
    (SELECT string_agg(said #>> '{}', ' ') FROM tickets_answers AS answers, LATERAL (
        SELECT jsonb_path_query(answers.values, '$.*')
        UNION ALL SELECT jsonb_path_query(answers.earlier, '$[*].values.*')) AS every (said)
        WHERE answers.ticket_id = ticket.id AND jsonb_typeof(said) = 'string')
FROM tickets_ticket AS ticket WHERE ticket.id = ANY(%s)"""
ALL = "SELECT id FROM tickets_ticket WHERE id > %s ORDER BY id LIMIT %s"
MISSING = """
SELECT ticket.id FROM tickets_ticket AS ticket WHERE ticket.id > %s AND NOT EXISTS (
    SELECT 1 FROM tickets_searchentry AS entry WHERE entry.ticket_id = ticket.id OFFSET 0)
ORDER BY ticket.id LIMIT %s"""


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    @transaction.atomic
    def build(self, tickets: Sequence[int]) -> None:
        """Makes the rows of these tickets anew from what is said in them."""
        self.filter(ticket__in=tickets).delete()
        with connection.cursor() as cursor:
            cursor.execute(SAID, [list(tickets)])
            rows = cursor.fetchall()
        searching.enter(
            (pk, organisation, title,
             [*searching.words_of_number(number),
              *searching.words_of(title, *filter(None, said))])
            for pk, organisation, number, title, *said in rows
        )  # fmt: skip

    def build_missing(self) -> int:
        """Makes the rows that are missing, some at a time; says how many it were."""
        return self._build_each(MISSING)

    def build_all(self) -> int:
        """Makes every row anew, some at a time; says how many it were."""
        return self._build_each(ALL)

    def _build_each(self, asked: str) -> int:
        made = last = 0
        while True:
            with connection.cursor() as cursor:
                cursor.execute(asked, [last, AT_ONCE])
                found = [pk for (pk,) in cursor.fetchall()]
            if not found:
                return made
            self.build(found)
            made, last = made + len(found), found[-1]


class SearchEntry(models.Model):
    """A ticket's words (see `finding/searching.py`); rebuilt by `bin/manage index_tickets`."""

    ticket = models.OneToOneField(
        Ticket, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    document = SearchVectorField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["document"], name="search_entry_words")]

    def __str__(self) -> str:
        return f"words of {self.ticket_id}"
