"""What the addresses about words in search are made of and take, and who may send it."""

from __future__ import annotations

from typing import Any

from kundportal.people.models import Person
from kundportal.search.models import StopWord, Synonym
from tests.house.forms_of_figures import FIGURES, names_of_figures

SEARCH: dict[str, tuple[str, dict[str, Any]]] = {
    **FIGURES,
    **dict.fromkeys(
        ("desk-synonyms", "desk-synonym"),
        ("administrator", {"language": "sv", "words": "schema, tidtabell", "once": ""}),
    ),
    "desk-small-words": ("administrator", {"language": "sv", "word": "hej", "counts": "less"}),
    **dict.fromkeys(("desk-synonym-removal", "desk-small-word-removal"), ("administrator", {})),
}


def names_of_search(by: Person) -> dict[str, Any]:
    group = Synonym.objects.add(language="sv", words=["schema", "tidtabell"], by=by)
    word = StopWord.objects.add(language="sv", word="hej", by=by)
    return {
        **names_of_figures(),
        **{f"desk-synonym{act}.pk": group.pk for act in ("", "-removal")},
        "desk-small-word-removal.pk": word.pk,
    }
