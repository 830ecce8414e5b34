"""What is asked is understood in the words of the texts."""

from __future__ import annotations

import time

import pytest

from kundportal.search.analysis import kindred
from kundportal.search.analysis.vocabulary import Staff
from tests.search.shelf import Shelf

TEXTS = {
    "password": "Så byter du ditt lösenord. Öppna inställningarna och välj nytt lösenord.",
    "absence": "Vårdnadshavaren anmäler frånvaro i appen, före klockan åtta.",
    "schedule": "Schemat för läsåret visas under fliken Schema.",
    "grades": "Betygen publiceras i juni. Läraren sätter betyg i varje ämne.",
    "fee": "Avgiften betalas mot faktura som skickas till kommunen.",
}


@pytest.fixture(scope="module")
def shelf():
    return Shelf(TEXTS)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("lösenrod", "password"),  # two letters swapped
        ("lösenod", "password"),  # one dropped
        ("lössenord", "password"),  # one added
        ("lösemord", "password"),  # another one
        ("inställnignarna", "password"),
        ("vårdnadshavarn", "absence"),
        ("fakutra", "fee"),
        ("publisceras", "grades"),
    ],
)
def test_a_typing_error_is_seen_through(shelf, typed, expected):
    assert shelf.found(typed)[:1] == [expected]


def test_the_mended_question_is_told(shelf):
    assert shelf.vocabulary.did_you_mean("byta lösenrod") == "byta lösenord"
    assert shelf.vocabulary.did_you_mean("Byta lösenord!") == ""
    assert shelf.vocabulary.did_you_mean("hur många elefanter") == ""  # a word, though not ours
    assert shelf.vocabulary.did_you_mean("") == ""


def test_a_word_of_the_language_is_no_typing_error_of_another(shelf):
    assert "avgiften" in shelf.same("avgift")
    assert shelf.vocabulary.did_you_mean("faktum") == ""
    assert shelf.how_sure("faktum") < 0.5


def test_short_words_are_not_mended(shelf):
    assert shelf.vocabulary.did_you_mean("jumi") == ""


def test_words_that_mean_the_same_count_a_little_less_than_the_word_itself():
    shelf = Shelf({"a": "avgift", "b": "taxa", "c": "havet", "d": "solen"})
    meant = shelf.meant("avgiften")
    assert 0 < meant["taxa"] < meant["avgift"]
    assert "havet" not in meant


def test_a_verb_means_what_its_noun_means():
    assert kindred.of("betala", "sv")["arvode"] < kindred.of("betalning", "sv")["arvode"]
    assert "betala" not in kindred.of("betala", "sv")
    assert kindred.of("finnsinte", "sv") == {} == kindred.of("pay", "en")


def test_words_that_staff_call_the_same_are_the_same():
    said = Staff(synonyms={"edlevo": ["lärplattform"], "lärplattform": ["edlevo"]})
    texts = {"right": "Lärplattformen har stängt", "wrong": "Solen skiner över havet"}
    assert "lärplattformen" not in Shelf(texts).meant("edlevo")
    assert "lärplattformen" in Shelf(texts, staff=said).same("edlevo")
    assert Shelf(texts, staff=said).found("edlevo")[:1] == ["right"]


def test_small_words_count_less_and_staff_add_their_own(shelf):
    (small,) = shelf.vocabulary.read("för").words
    assert small.is_small
    plain, stopped = (
        Shelf(TEXTS, staff=staff).vocabulary.read("lösenord").words[0]
        for staff in (None, Staff(stop_words=frozenset({"lösenord"})))
    )
    assert not plain.is_small
    assert stopped.is_small
    assert stopped.worth < plain.worth


def test_terms_to_look_for_are_those_of_telling_words_first(shelf):
    question = shelf.vocabulary.read("när publiceras betygen för läsåret")
    terms = [shelf.words[term] for term in question.terms()]
    assert set(terms[:3]) == {"publiceras", "betygen", "läsåret"}
    assert "för" not in terms
    assert "för" in [shelf.words[term] for term in shelf.vocabulary.read("för i och").terms()]


def test_what_is_being_typed_goes_on_with_the_most_usual_words(shelf):
    begun = [term.word for term in shelf.vocabulary.beginning_with("lös")]
    assert begun == ["lösenord"]
    assert shelf.vocabulary.beginning_with("xyz") == []


@pytest.mark.parametrize(
    "typed",
    ["", " ", "och i att", "&|!:*", "'; DROP TABLE x; --", "\u202elösenord\u202c", "a" * 10_000,
     "lösenord " * 1_200, "\x00", "ö" * 10_000, "x" * 41, "-" * 10_000, "é̀" * 5_000],
)  # fmt: skip
def test_whatever_is_typed_is_read_at_once(shelf, typed):
    begun = time.process_time()
    question = shelf.vocabulary.read(typed)
    assert len(question.words) <= 64
    shelf.ranked(typed)
    shelf.vocabulary.did_you_mean(typed)
    assert 0 <= shelf.how_sure(typed) <= 1
    assert time.process_time() - begun < 2


def test_an_empty_portal_answers_nothing():
    shelf = Shelf({"empty": ""})
    assert shelf.found("lösenord") == []
    assert shelf.how_sure("lösenord") == 0
