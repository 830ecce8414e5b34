"""Gathers the words by which tickets are found."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kundportal.tickets.models import SearchEntry


class Command(BaseCommand):
    help = "Gathers the words of tickets that have none yet, or with --all of every ticket anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true")

    def handle(self, *, all: bool, **options: Any) -> None:  # noqa: A002 the option's name
        made = SearchEntry.objects.build_all() if all else SearchEntry.objects.build_missing()
        self.stdout.write(f"{made} tickets.")
