"""One text that can't be read into words keeps no other from being found."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from kundportal.search import jobs
from kundportal.search.analysis import folding
from kundportal.search.index import reading
from kundportal.search.models import Entry

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


@pytest.mark.parametrize("letter", ["한", "ஔ", "é", "ﬃ", "İ"])
def test_no_word_is_longer_than_its_column(letter):
    assert all(len(word) <= folding.LONGEST for word in folding.words(letter * 100))


def test_a_long_korean_word_is_read(enter, found):
    enter("Byt lösenord", "한" * 40)
    assert found("lösenord", STRANGER) == ["Byt lösenord"]


def test_what_fails_is_passed_over_and_waits(enter, found, monkeypatch):
    enter("Byt lösenord", thing_id=1)
    enter("Sätt betyg", thing_id=2)
    Entry.objects.read_anew()
    known = reading.words

    def words(text: str, most: int) -> list[str]:
        if "lösenord" in text:
            raise ValueError
        return known(text, most)

    monkeypatch.setattr(reading, "words", words)
    jobs.read()
    assert list(Entry.objects.stale().values_list("title", flat=True)) == ["Byt lösenord"]
    assert found("betyg", STRANGER) == ["Sätt betyg"]
