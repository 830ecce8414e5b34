"""What is published can be found: articles put themselves into search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kundportal.knowledge.rendering import plain, sections
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
    text = whole_text(published)
    indexing.put(
        indexing.Text(
            kind=KIND,
            thing_id=article.pk,
            language=translation.language,
            title=published.title,
            phrasings=published.phrasings,
            text=text,
            sections=places_in(text, published),
            address=translation.address,
            audience=article.audience,
            organisations=article.organisations,
            product=article.category.product,
            is_dated=article.review_by is not None and article.review_by < today(),
        )
    )


def whole_text(revision: Revision) -> str:
    """Its lead and its text as words, with what settings decide filled in."""
    return "\n\n".join(plain(part) for part in (revision.lead, revision.text) if part)


def places_in(text: str, revision: Revision) -> list[tuple[str, str, int]]:
    """Where each section begins in the whole text: its anchor, its title, the place."""
    places, at = [], 0
    for section in sections(revision.text):
        words = section.title or section.text
        at = max(at, text.find(words, at))
        if section.anchor:
            places.append((section.anchor, section.title, at))
        at += len(words)
    return places
