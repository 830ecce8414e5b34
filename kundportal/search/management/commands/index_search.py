"""Reads what can be found into words."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kundportal.search.index import reading, weighing
from kundportal.search.models import Entry


class Command(BaseCommand):
    help = "Reads into words what waits for it, or with --all everything anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true")

    def handle(self, *, all: bool, **options: Any) -> None:  # noqa: A002 the option's name
        entries = Entry.objects.all() if all else Entry.objects.stale()
        total, done, after = entries.count(), 0, 0
        while number := reading.read_some(after=after, all=all):
            after = number
            done = min(total, done + reading.AT_ONCE)
            self.stdout.write(f"{done} of {total}")
        reading.take_out()
        reading.recount()
        weighing.weigh()
        self.stdout.write(f"{total} entries.")
