"""Fetches mail from the mailbox now, which the timetable does every minute."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kundportal.incoming.arriving import fetching


class Command(BaseCommand):
    help = "Fetches what lies in KUNDPORTAL_MAILBOX now."

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = fetching.fetch()
        if outcome is None:
            raise CommandError("KUNDPORTAL_MAILBOX is not set.", returncode=2)
        if outcome.fault:
            raise CommandError(f"{outcome.fault.label}; {outcome.taken} mails were taken.")
        self.stdout.write(f"{outcome.taken} mails were taken.")
