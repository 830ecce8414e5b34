"""Demands a second factor of a customer's people, or leaves it to each of them again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kundportal.people.models import FactorDemand, Organisation


class Command(BaseCommand):
    help = "Demands a second factor of everyone at an organisation; --stop leaves it free again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation")
        parser.add_argument("--stop", action="store_true")

    def handle(self, *, organisation: str, stop: bool, **options: Any) -> None:
        found = Organisation.objects.named(organisation)
        if found is None:
            raise CommandError(f"There is no organisation named {organisation}.")
        if stop:
            FactorDemand.objects.withdraw(organisation=found)
            self.stdout.write(f"Each person at {found} may choose.")
        else:
            FactorDemand.objects.make(organisation=found)
            self.stdout.write(f"Everyone at {found} needs a second factor from now on.")
