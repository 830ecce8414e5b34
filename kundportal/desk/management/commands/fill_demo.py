"""`bin/manage fill_demo`: organisations, people and tickets for a demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kundportal.desk.demo import filling
from kundportal.people.models import Organisation, Person
from kundportal.tickets.models import Ticket


class Command(BaseCommand):
    help = "Fills an empty demo with invented organisations, people and tickets."

    def handle(self, **options: Any) -> None:
        # The passwords of these accounts stand in the source.
        if not settings.DEMO:
            raise CommandError("This is no demo (KUNDPORTAL_DEMO); nothing was filled.")
        if not filling.is_empty():
            self.stdout.write("There is data already; nothing was filled.")
            return
        filling.fill()
        self.stdout.write(
            f"Filled: {Organisation.objects.count()} organisations, "
            f"{Person.objects.count()} people, {Ticket.objects.count()} tickets."
        )
