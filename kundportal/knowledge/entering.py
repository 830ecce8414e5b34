"""What is published can be found: articles put themselves into search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kundportal.knowledge.displaying.rendering import plain, with_places
from kundportal.lib.dates import today
from kundportal.search import indexing

if TYPE_CHECKING:
    from kundportal.knowledge.models.revision import Revision
    from kundportal.knowledge.models.translation import Translation

KIND = "article"


def enter(translation: Translation) -> None:
    """Has the published text found, by those who may read it."""
    article, published = translation.article, translation.published
    if published is None or article.withdrawn_at is not None:
        indexing.remove(KIND, article.pk, [translation.language])
        return
    text, sections = whole_text(published)
    indexing.put(
        indexing.Text(
            kind=KIND,
            thing_id=article.pk,
            language=translation.language,
            title=published.title,
            phrasings=published.phrasings,
            text=text,
            sections=sections,
            address=translation.address,
            audience=article.audience,
            organisations=article.organisations,
            product=article.category.product,
            is_dated=article.review_by is not None and article.review_by < today(),
        )
    )


def whole_text(revision: Revision) -> tuple[str, list[tuple[str, str, int]]]:
    """Its lead and its text as words, with what settings decide filled in, and its sections."""
    lead = plain(revision.lead)
    before = f"{lead}\n\n" if lead else ""
    text, sections = with_places(revision.text)
    return before + text, [(anchor, title, at + len(before)) for anchor, title, at in sections]
