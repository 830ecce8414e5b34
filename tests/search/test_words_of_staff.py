"""What staff say about words counts with the next search, without reading anything anew."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from kundportal.search.models import Entry, StopWord, Synonym

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


def test_a_synonym_is_found_from_then_on_and_no_more_when_it_is_taken_away(
    enter, found, administrator
):
    enter("Vattna kaktusen", "Kaktusen vattnas varje vecka.")
    assert found("ökenväxt", STRANGER) == []
    group = Synonym.objects.add(language="sv", words=["ökenväxt", "kaktus"], by=administrator)
    assert found("ökenväxt", STRANGER) == ["Vattna kaktusen"]
    group.remove(by=administrator)
    assert found("ökenväxt", STRANGER) == []
    assert not Entry.objects.stale().exists()


def test_a_small_word_leads_to_nothing_beside_a_telling_one(enter, found, administrator):
    enter("Portalen", "Allt om portalen.")
    enter("Betyg", "Allt om betyg.")
    assert set(found("portalen betyg", STRANGER)) == {"Betyg", "Portalen"}
    StopWord.objects.add(language="sv", word="portalen", by=administrator)
    assert found("portalen betyg", STRANGER) == ["Betyg"]
