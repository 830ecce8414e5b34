"""`bin/manage check_mail`: is all there that our mail needs to arrive?"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import DatabaseError

from kundportal.mail import checking
from kundportal.mail.checking import Dns, Finding, Level

SIGNS = {Level.RIGHT: "right  ", Level.HINT: "hint   ", Level.MISSING: "MISSING",
         Level.UNKNOWN: "unknown"}  # fmt: skip


class Command(BaseCommand):
    help = (
        "Looks at this installation's own mail records (SPF, DKIM, DMARC, MX, PTR) and mail "
        "server, and says what is missing. Ends with 1 when something is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--nameserver", default="", help="asks this one, such as 9.9.9.9")
        parser.add_argument("--no-server", action="store_true", help="leaves out the mail server")

    @no_translations
    def handle(self, **options: Any) -> None:
        try:
            dns = Dns(options["nameserver"])
        except ValueError:
            raise CommandError("--nameserver takes an address, such as 9.9.9.9") from None
        found = checking.check(dns, with_server=not options["no_server"])
        if not options["nameserver"]:
            with suppress(DatabaseError):  # the lines below are worth more than the copy
                checking.keep(found)  # what staff see at the desk
        is_right = checking.is_right(found)
        self.stdout.write(_as_json(found, is_right) if options["json"] else _as_text(found))
        if not is_right:
            sys.exit(1)


def _as_json(found: list[Finding], is_right: bool) -> str:
    lines = [one.as_json() | {"text": one.text} for one in found]
    return json.dumps({"is_right": is_right, "findings": lines}, indent=2, ensure_ascii=False)


def _as_text(found: list[Finding]) -> str:
    lines = []
    for one in found:
        lines.append(f"{SIGNS[one.level]}  {one.text}")
        if one.record:
            lines.append(f"           {one.record}")
    count = sum(one.level is Level.MISSING for one in found)
    unknown = sum(one.level is Level.UNKNOWN for one in found)
    lines.append("")
    if unknown:
        lines.append(f"{count} missing, and not everything could be looked at.")
    else:
        lines.append(f"{count} missing." if count else "Nothing is missing.")
    return "\n".join(lines)
