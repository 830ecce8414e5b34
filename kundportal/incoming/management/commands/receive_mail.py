"""Takes one mail from a pipe, as a mail server hands it over."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kundportal.incoming.models import Arrival, Source, TooLarge


class Command(BaseCommand):
    """Its codes are those of sysexits.h: a mail server takes any other one for "never"."""

    help = "Takes one mail from the standard input and keeps it; it is read by the worker."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sender", help="the envelope's sender; empty or <> for a bounce")
        parser.add_argument(
            "--recipient", action="append", default=[], help="one of its recipients; may come often"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            arrival = self._take(options["sender"], options["recipient"])
        except TooLarge:
            raise CommandError(
                "5.3.4 The mail is too large", returncode=os.EX_UNAVAILABLE
            ) from None
        except Exception as fault:  # noqa: BLE001  nearly always the database
            reason = f"4.3.0 Try again later ({type(fault).__name__})"
            raise CommandError(reason, returncode=os.EX_TEMPFAIL) from None
        self.stdout.write(f"Taken as {arrival.pk}")

    def _take(self, sender: str | None, recipients: list[str]) -> Arrival:
        most = settings.MAIL_LARGEST_MB * 1024 * 1024
        raw = sys.stdin.buffer.read(most + 1)
        taken: Arrival = Arrival.objects.take(
            raw, sender=sender, recipients=recipients, source=Source.PIPE
        )
        return taken
