"""Takes away the second factor of somebody who has lost both the app and the recovery codes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kundportal.people import factors
from kundportal.people.models import Person
from kundportal.people.models.factor_reset import LONGEST_REASON


class Command(BaseCommand):
    help = "Takes away a person's second factor and tells them; staff set up a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--reason", default="", help="how you know that it is they who ask")

    def handle(self, *, email: str, reason: str, **options: Any) -> None:
        person = Person.objects.active().with_email(email).first()
        if person is None or not factors.of(person):
            raise CommandError(f"{email} has no account with a second factor.")
        factors.reset(person=person, reason=reason[:LONGEST_REASON])
        self.stdout.write(f"{person.name} signs in with the password alone until a new one is set.")
