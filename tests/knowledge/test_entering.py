"""What is published is found with its sections, so that an answer leads to the right one."""

from __future__ import annotations

import pytest

from kundportal.search.models import Entry

pytestmark = pytest.mark.django_db


def test_an_entry_knows_where_its_sections_begin(publish, administrator):
    article = publish(
        "Betyg", "Först detta.\n\n## Sätt betyg\n\nVälj klass.\n\n## Lås\n\nRektor låser."
    )
    article.write(
        by=administrator, title="Betyg", text=article.published.text, lead="**Kort** sagt."
    ).publish(by=administrator)
    entry = Entry.objects.of("article", article.article_id).get()
    assert entry.text.startswith("Kort sagt.\n\nFörst detta.")
    assert [(anchor, title) for anchor, title, _at in entry.sections] == [
        ("h-satt-betyg", "Sätt betyg"),
        ("h-las", "Lås"),
    ]
    for _anchor, title, at in entry.sections:
        assert entry.text[at:].startswith(title)
