"""What the addresses of reading articles are made of, and what their forms take."""

from __future__ import annotations

from typing import Any

from kundportal.knowledge.models import Article, OutsideBase
from kundportal.people.models import Person
from kundportal.products.models import Product

READING: dict[str, tuple[str, dict[str, Any]]] = {
    "votes": ("stranger", {"helpful": "no", "reason": "Bilden saknas."}),
    "article-subscription": ("customer", {"wants": "follow"}),
    "category-subscription": ("customer", {"wants": "follow"}),
    "desk-outside-bases": ("administrator", {
        "product": "1", "url": "https://kb.example/", "label": "Handboken",
    }),
    "desk-outside-base-removal": ("administrator", {}),
}  # fmt: skip
# Open to strangers, as articles are.
OPEN_READING = {
    "article-any", "category", "category-feed", "knowledge-feed", "language-feed", "most-read",
    "sitemap", "sitemap-part", "votes",
}  # fmt: skip


def names_of_reading(administrator: Person, article: Article) -> dict[str, Any]:
    product = Product.objects.create(name="Timglaset")
    OutsideBase.objects.link(
        product, url="https://kb.example/", label="Handboken", by=administrator
    )
    keys = ("category", "category-feed", "category-subscription")
    numbers = ("article-any", "article-subscription", "votes")
    return {
        **{f"{name}.key": article.category.key for name in keys},
        **{f"{name}.number": article.pk for name in numbers},
        "desk-outside-base-removal.pk": product.pk,
        "start": article.pk,
    }
