"""Lists every address of the product: bin/manage routes [--json]."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kundportal.lib.routes import Route, routes

HEADS = ("name", "methods", "gate", "route")


class Command(BaseCommand):
    help = "Lists every address: its name, methods, gate and parameters."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="For programs.")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = sorted(routes(), key=lambda one: (one.route, one.name))
        if options["json"]:
            told = [one.as_dict() for one in found]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(_table(found))


def _table(found: list[Route]) -> str:
    rows = [HEADS]
    rows += [(one.name, " ".join(sorted(one.methods)), one.gate, f"/{one.route}") for one in found]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
