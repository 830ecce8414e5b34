"""What fits best stands first, marked, and nothing that is asked breaks the page."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from kundportal.search import finding

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()
NASTY = [
    "", " ", "\0", "och att det", "&|!:*", "'; DROP TABLE search_entry; --", "\\'", "<script>",
    "a" * 10_000, "lösenord " * 2_000, "\u202elösenord\u202c", "?!…", "🙂", "ab:*", "!!(", "%_%",
    "\ud800",
]  # fmt: skip


def test_what_has_the_words_is_found(enter, found):
    enter("Byt lösenord", "Du väljer ett nytt lösenord under inställningar.")
    enter("Sätt betyg", "Betyg sätts av läraren.")
    assert found("hur byter jag lösenord", STRANGER) == ["Byt lösenord"]


def test_words_of_the_title_weigh_more(enter, found):
    enter("Frånvaro", "Här talar vi om allt möjligt, och om betyg också.")
    enter("Betyg", "Här talar vi om allt möjligt, och om annat också.")
    assert found("betyg", STRANGER) == ["Betyg", "Frånvaro"]


def test_what_is_found_is_marked_and_escaped(enter):
    enter("Byt <b>lösenord</b>", "Nytt lösenord <script>alert(1)</script> väljs här.")
    (hit,) = finding.find("lösenord", reader=STRANGER, language="sv").hits
    assert hit.title == "Byt &lt;b&gt;<mark>lösenord</mark>&lt;/b&gt;"
    assert "<mark>lösenord</mark>" in hit.excerpt
    assert "<script>" not in hit.excerpt


@pytest.mark.parametrize("typed", NASTY)
def test_whatever_is_asked_is_answered(enter, typed):
    enter("Byt lösenord", "Så här byter du lösenord.")
    finding.find(typed, reader=STRANGER, language="sv", after="-1")
    finding.suggest(typed, reader=STRANGER, language="sv")
    finding.passages(typed, reader=STRANGER, language="sv")


def test_another_language_is_looked_in_when_there_is_nothing_in_the_readers(enter):
    enter("Change your password", language="en")
    answer = finding.find("password", reader=STRANGER, language="sv")
    assert answer.language == "en"
    assert [hit.entry.title for hit in answer.hits] == ["Change your password"]


def test_all_other_languages_are_looked_in_at_once(enter, django_assert_max_num_queries):
    for code in ("sv", "en", "nb", "da", "de"):
        enter("Password", "Kommun", language=code)
        finding.find("password", reader=STRANGER, language=code)
    with django_assert_max_num_queries(3):
        finding.find("kommun xyzzy plugh abrakadabra", reader=STRANGER, language="sv")


def test_the_last_word_may_go_on(enter):
    enter("Byt lösenord")
    hits = finding.suggest("byt lös", reader=STRANGER, language="sv")
    assert [hit.entry.title for hit in hits] == ["Byt lösenord"]
