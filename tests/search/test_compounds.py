"""Compounds are found by their parts, and parts by their compounds."""

from __future__ import annotations

import pytest

from kundportal.search.analysis import compounds
from kundportal.search.analysis.languages import language
from kundportal.search.analysis.lexicon import lexicon
from tests.search.shelf import Shelf


def parts(word: str, code: str = "sv", known: tuple[str, ...] = ()) -> tuple[str, ...]:
    return compounds.parts(word, language(code), lexicon(code).base, known.__contains__)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("lösenordsbyte", ("lösenordsbyte", "lösenord", "byte")),
        ("frånvaroanmälan", ("frånvaroanmälan", "frånvaro", "anmälan")),
        ("vårdnadsöverflyttningen", ("vårdnad", "överflyttning")),
        ("skolinloggningen", ("skola", "inloggning")),
        ("betygssättningen", ("betyg", "sättning")),
        ("elevhälsa", ("elevhälsa", "elev", "hälsa")),
    ],
)
def test_a_swedish_compound_has_its_parts_in_their_dictionary_form(word, expected):
    assert set(expected) <= set(parts(word))


@pytest.mark.parametrize("word", ["inloggning", "lärarna", "betygen", "omdömet", "närvaro", "byte"])
def test_endings_are_no_parts(word):
    assert len(parts(word)) <= 2
    assert not {"ing", "arna", "et", "en"} & set(parts(word))


@pytest.mark.parametrize(
    ("code", "word", "expected"),
    [
        ("nb", "fraværsmelding", ("fravær", "melding")),
        ("da", "fraværsmelding", ("fravær", "melding")),
        ("de", "schülerausweis", ("schüler", "ausweis")),
    ],
)
def test_other_languages_join_words_in_their_own_way(code, word, expected):
    assert parts(word, code)[1:] == expected


def test_english_joins_no_words():
    assert parts("classroomscheduling", "en") == ("classroomscheduling",)


def test_the_names_of_our_own_world_are_parts_as_well():
    assert parts("edlevoinloggning") == ("edlevoinloggning",)
    assert parts("edlevoinloggning", known=("edlevo",))[1:] == ("edlevo", "inloggning")


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("byta lösenord", "Lösenordsbyte görs under inställningar"),
        ("lösenordsbyte", "Så byter du ditt lösenord"),
        ("anmäla frånvaro", "Frånvaroanmälan görs i appen"),
        ("frånvaroanmälan", "Så anmäler du att barnet är frånvarande"),
        ("schema för elev", "Elevschemat visas på startsidan"),
    ],
)
def test_what_is_asked_in_two_words_is_found_in_one_and_the_other_way(asked, written):
    shelf = Shelf({"right": written, "sol": "Solen skiner i dag", "mat": "Maten serveras här"})
    assert shelf.found(asked)[:1] == ["right"]
