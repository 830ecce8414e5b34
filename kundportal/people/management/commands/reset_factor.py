"""Takes away the second factor of somebody who has lost both the app and the recovery codes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kundportal.people import factors
from kundportal.people.models import Person


class Command(BaseCommand):
    help = "Takes away a person's second factor and tells them; staff set up a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options: Any) -> None:
        person = Person.objects.active().with_email(email).first()
        if person is None or not factors.of(person):
            raise CommandError(f"{email} has no account with a second factor.")
        factors.reset(person=person)
        self.stdout.write(f"{person.name} signs in with the password alone until a new one is set.")
