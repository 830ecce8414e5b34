"""Says of files that hold mails what is in them, and whether a program would answer."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kundportal.incoming.lines import tell
from kundportal.incoming.parsing.reading import read
from kundportal.incoming.replying.deciding import decide


class Command(BaseCommand):
    help = "Reads mails as those that come in are read: a JSON line per file says what is in it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *, files: list[str], **options: Any) -> None:
        if tell(files, _facts, self.stdout):
            sys.exit(1)


def _facts(raw: bytes) -> dict[str, Any]:
    mail = read(raw)
    decision = decide(mail)
    return {
        "from": mail.sender,
        "subject": mail.subject,
        "attachments": [one.name for one in mail.attachments],
        "automatic": decision.is_automatic,
        "would_answer": decision.answer,
        "why": decision.why,
    }
