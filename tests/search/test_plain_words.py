"""Texts are read into plain words, whatever stands in them."""

from __future__ import annotations

import time

import pytest

from kundportal.search.analysis import folding
from kundportal.search.analysis.folding import words


def test_words_are_in_lower_case_without_signs():
    assert words("Byt LÖSENORD! (på webben)") == ["byt", "lösenord", "på", "webben"]


def test_letters_of_their_own_stay_and_accents_go():
    read = words("Åsa älskar öl på café i Zürich, ærlig, smørrebrød, Maße, señor")
    assert " ".join(read) == "åsa älskar öl på cafe i zürich ærlig smørrebrød maße senor"


def test_a_letter_written_in_two_signs_is_the_same_letter():
    assert words("la\u0308rare") == words("lärare") == ["lärare"]


@pytest.mark.parametrize("written", ["e-post", "E-post", "epost", "e\u2011post"])
def test_e_post_is_one_word(written):
    assert words(written) == ["epost"]


def test_other_hyphens_part_words():
    assert words("covid-19 och lärar-appen") == ["covid", "19", "och", "lärar", "appen"]


def test_marks_that_nobody_sees_part_no_word():
    assert words("lösen\u00adord \u202elärare\u202c sko\u200bla") == ["lösenord", "lärare", "skola"]


@pytest.mark.parametrize("typed", ["", "   ", "&|!:*()<->", "''; --", "???", "\x00", "🙂 🙃"])
def test_only_signs_are_no_words(typed):
    assert words(typed) == []


def test_so_many_words_are_read_as_wanted():
    assert words("ett två tre fyra", 2) == ["ett", "två"]


@pytest.mark.parametrize("junk", ["a", "[", "å", "e-", "a\u0301", "\u202e", "a ", "İ", "ﷺ"])
def test_a_megabyte_of_junk_is_read_at_once(junk):
    begun = time.process_time()
    read = words(junk * (1_000_000 // len(junk)))
    assert time.process_time() - begun < 4
    assert all(len(word) <= 20 * folding.LONGEST for word in read)
