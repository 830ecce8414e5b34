"""`bin/manage export_articles`: writes the articles as Markdown with front matter."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from kundportal.knowledge.exporting import packing
from kundportal.knowledge.exporting.pages import Export
from kundportal.products.models import Product


class Command(BaseCommand):
    help = "Writes the articles into an empty folder, or a new zip file, as Markdown."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a folder, or a name that ends with .zip")
        parser.add_argument("--language", default="", choices=["", "sv", "en", "nb", "da", "de"])
        parser.add_argument("--product", default="", help="the name of a product")

    @no_translations
    def handle(self, **options: Any) -> None:
        path, product = options["path"], None
        if options["product"]:
            product = Product.objects.filter(name__iexact=options["product"]).first()
            if product is None:
                raise CommandError(f"There is no product {options['product']}.", returncode=2)
        if path.exists() and (path.is_file() or any(path.iterdir())):
            raise CommandError(f"{path} is there already, and not empty.", returncode=2)
        files = Export(product=product, language=options["language"]).files()
        if path.suffix.lower() == ".zip":
            with path.open("wb") as target:
                target.writelines(packing.zipped(files))
            self.stdout.write(f"Written to {path}.")
        else:
            count = packing.write_folder(path, files)
            self.stdout.write(f"{count} files are written to {path}.")
