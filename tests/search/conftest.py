"""What the tests of search put into it."""

from __future__ import annotations

from itertools import count

import pytest

from kundportal.search import finding, indexing, jobs
from kundportal.search.models import Entry

_numbers = count(1)


@pytest.fixture
def enter(db):
    """Puts a text into search and has it read: `enter("Byt lösenord", "Så här …")`."""

    def enter(title: str, text: str = "", *, language: str = "sv", **given) -> Entry:
        number = given.pop("thing_id", None) or next(_numbers)
        fields = {"kind": "article", "address": f"/knowledge/{language}/{number}-x/", **given}
        indexing.put(
            indexing.Text(thing_id=number, language=language, title=title, text=text, **fields)
        )
        jobs.read()
        return Entry.objects.of(fields["kind"], number).get(language=language)

    return enter


@pytest.fixture
def found():
    """The titles of what a reader finds."""

    def found(typed: str, reader, language: str = "sv", **given) -> list[str]:
        answer = finding.find(typed, reader=reader, language=language, **given)
        return [hit.entry.title for hit in answer.hits]

    return found
