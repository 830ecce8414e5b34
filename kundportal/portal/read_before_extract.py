"""What is kept of a person's reading: which articles they had read before they wrote a ticket."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kundportal.knowledge.models import ReadBefore
from kundportal.lib.extracts import Entry, Fact, Part
from kundportal.lib.paging import walk
from kundportal.people.models import Person
from kundportal.tickets.models import Ticket


def extract_of(person: Person) -> list[Part]:
    return [Part("read_before", _("What you had read before a ticket"), _read(person))]


def _read(person: Person) -> Iterator[Entry]:
    for row in walk(ReadBefore.objects.of_tickets(Ticket.objects.numbers_of(person))):
        facts = [
            Fact("ticket", _("Ticket"), row.ticket),
            Fact("article", _("Article"), row.article_id),
            Fact("language", _("Language"), row.language),
            Fact("at", _("When"), row.created_at),
        ]
        yield Entry(row.ticket, facts)
