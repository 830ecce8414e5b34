"""`bin/manage ship_articles`: puts in the articles that come with the product, and renews them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from kundportal.knowledge import shipping


class Command(BaseCommand):
    help = "Puts in the articles that come with the product, and renews those not edited by staff."

    def handle(self, **options: Any) -> None:
        for draft in shipping.put_in():
            self.stdout.write(
                f"Article {draft.article_id} ({draft.language}) has been edited by staff; "
                "the new text of the product lies beside it as a draft."
            )
