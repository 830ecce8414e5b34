"""`bin/manage import_articles`: brings in a folder or zip of Markdown, or an export."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from kundportal.knowledge.importing import running, words
from kundportal.knowledge.importing.destination import Destination
from kundportal.knowledge.importing.documents import Unusable
from kundportal.knowledge.importing.opening import opened
from kundportal.knowledge.importing.running import Line
from kundportal.knowledge.models import Category
from kundportal.knowledge.roles import leads
from kundportal.people.models import Person
from kundportal.products.models import Product

QUIET = {"unchanged"}


class Command(BaseCommand):
    help = (
        "Imports articles from a folder or zip of Markdown, or from the JSON export of Zendesk "
        "Guide or Freshdesk. Ends with 1 when something was skipped, with 2 when nothing could be "
        "read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a folder, a zip file or a JSON file")
        parser.add_argument("--dry-run", action="store_true", help="says what would be done")
        parser.add_argument("--product", default="", help="the name of the product it is about")
        parser.add_argument("--category", default="", help="the key of the category it goes into")
        parser.add_argument("--language", default="sv", choices=["sv", "en", "nb", "da", "de"],
                            help="of what does not say its own")  # fmt: skip
        parser.add_argument("--publish", action="store_true",
                            help="publishes what is published there")  # fmt: skip
        parser.add_argument("--replace", action="store_true",
                            help="writes drafts over our editors' changes")  # fmt: skip
        parser.add_argument("--by", default="", help="the e-mail address of who imports")
        parser.add_argument("--json", action="store_true", help="for programs")

    @no_translations
    def handle(self, **options: Any) -> None:
        destination = _destination(options)
        lines: list[Line] = []
        try:
            with opened(options["path"], language=options["language"]) as source:
                work = running.look if options["dry_run"] else running.carry_out
                for line in work(source, destination):
                    lines.append(line)
                    if not options["json"]:
                        self._tell(line)
        except Unusable as fault:
            raise CommandError(
                words.remark(fault.remark.code, fault.remark.detail), returncode=2
            ) from None
        counts = running.counts_of(lines)
        if options["json"]:
            self.stdout.write(_as_json(lines, counts))
        else:
            said = ", ".join(f"{count} {name}" for name, count in counts.items())
            self.stdout.write(f"{'Would be: ' if options['dry_run'] else ''}{said}")
        if counts.get("skipped"):
            sys.exit(1)

    def _tell(self, line: Line) -> None:
        if line.outcome in QUIET and not line.remarks:
            return
        self.stdout.write(f"{line.outcome:<10} {line.path}  {line.title}".rstrip())
        for said in words.remarks((one.code, one.detail) for one in line.remarks):
            self.stdout.write(f"           {said}")


def _destination(options: dict[str, Any]) -> Destination:
    by = product = category = None
    if options["by"]:
        by = Person.objects.filter(email=options["by"].lower(), is_active=True).first()
        if by is None or not leads(by):
            raise CommandError("--by takes a lead's or an administrator's address.", returncode=2)
    if options["product"]:
        product = Product.objects.filter(name__iexact=options["product"]).first()
        if product is None:
            raise CommandError(f"There is no product {options['product']}.", returncode=2)
    if options["category"]:
        category = Category.objects.filter(key=options["category"]).first()
        if category is None:
            raise CommandError(f"There is no category {options['category']}.", returncode=2)
    return Destination(
        by=by, language=options["language"], product=product, category=category,
        will_publish=options["publish"], will_replace=options["replace"],
    )  # fmt: skip


def _as_json(lines: list[Line], counts: dict[str, int]) -> str:
    told = [
        {
            "path": line.path, "outcome": line.outcome, "title": line.title,
            "language": line.language, "article": line.article_id,
            "remarks": [
                {"code": one.code, "detail": one.detail, "text": words.remark(one.code, one.detail)}
                for one in line.remarks
            ],
        }
        for line in lines
    ]  # fmt: skip
    return json.dumps({"counts": counts, "lines": told}, ensure_ascii=False, indent=1)
