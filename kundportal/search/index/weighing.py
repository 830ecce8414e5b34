"""How common each feature of words is: what a question is weighed by."""

from __future__ import annotations

from collections.abc import Iterator

from kundportal.lib.paging import batches
from kundportal.search.analysis.vocabulary import count_features, features
from kundportal.search.index import packing, vocabulary
from kundportal.search.index.reading import locked
from kundportal.search.models import Corpus, Entry, Term

SMALL = 1000  # entries of a language: counted within a minute of a change, else within ten


def weigh(*, most: int | None = None) -> None:
    """Counts anew where something has changed; `most` leaves out languages with more entries."""
    for corpus in Corpus.objects.to_weigh():
        if most is None or corpus.entries <= most:
            _weigh(corpus)


def _weigh(corpus: Corpus) -> None:
    with locked():
        vocabulary.split_anew(corpus.language)
        corpus.refresh_from_db(fields=["change"])
    terms = Term.objects.with_parts(corpus.language)
    shared = {number: features(word, parts) for number, word, parts in terms}
    corpus.frequencies = count_features(_documents(corpus.language, shared), shared)
    corpus.counted = corpus.change
    corpus.save(update_fields=["frequencies", "counted"])


def _documents(language: str, known: dict[int, set[str]]) -> Iterator[set[int]]:
    """The terms of each entry that has been read."""
    entries = Entry.objects.filter(language=language).exclude(index=None).only("words")
    for some in batches(entries):
        for entry in some:
            yield packing.terms_of(bytes(entry.words)) & known.keys()
