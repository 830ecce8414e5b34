"""What is published can be found: articles put themselves into search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kundportal.knowledge.rendering import plain
from kundportal.lib.dates import today
from kundportal.search import indexing

if TYPE_CHECKING:
    from kundportal.knowledge.models.translation import Translation

KIND = "article"


def enter(translation: Translation) -> None:
    """Has the published text found, by those who may read it."""
    article, published = translation.article, translation.published
    if published is None or article.withdrawn_at is not None:
        indexing.remove(KIND, article.pk, [translation.language])
        return
    lead = f"{plain(published.lead)}\n\n" if published.lead else ""
    indexing.put(
        indexing.Text(
            kind=KIND,
            thing_id=article.pk,
            language=translation.language,
            title=published.title,
            phrasings=published.phrasings,
            text=lead + plain(published.text),
            address=translation.address,
            audience=article.audience,
            organisations=article.organisations,
            product=article.category.product,
            is_dated=article.review_by is not None and article.review_by < today(),
        )
    )
