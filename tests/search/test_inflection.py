"""A word is found in whatever form it stands, in each language by its own rules."""

from __future__ import annotations

import pytest

from kundportal.search.analysis.lexicon import NoLexicon, lexicon, write
from tests.search.shelf import Shelf

OTHERS = {
    "sv": ["Solen skiner över havet i dag", "Vi äter gröt till frukost"],
    "en": ["The sun shines on the sea today", "We eat porridge for breakfast"],
    "nb": ["Solen skinner over havet i dag", "Vi spiser grøt til frokost"],
    "da": ["Solen skinner over havet i dag", "Vi spiser grød til morgenmad"],
    "de": ["Die Sonne scheint heute auf das Meer", "Wir essen Brei zum Frühstück"],
}
PAIRS = [
    ("sv", "lösenord", "lösenordet"),
    ("sv", "lösenordets", "lösenorden"),
    ("sv", "inloggning", "inloggningen"),
    ("sv", "inloggningar", "inloggningens"),
    ("sv", "betyg", "betygen"),
    ("sv", "elever", "elevers"),
    ("sv", "elevernas", "eleven"),
    ("sv", "schema", "schemat"),
    ("sv", "scheman", "schemana"),
    ("sv", "vårdnadshavare", "vårdnadshavarnas"),
    ("sv", "lärare", "lärarna"),
    ("sv", "skola", "skolorna"),
    ("sv", "barn", "barnens"),
    ("sv", "glömt", "glömmer"),
    ("sv", "bytte", "byter"),
    ("sv", "skrivit", "skriver"),
    ("sv", "böcker", "boken"),
    ("sv", "små", "liten"),
    ("en", "children", "child"),
    ("en", "forgotten", "forgot"),
    ("en", "passwords", "password"),
    ("en", "grades", "grading"),
    ("nb", "passord", "passordet"),
    ("nb", "karakterer", "karakterene"),
    ("nb", "barn", "barna"),
    ("nb", "glemte", "glemmer"),
    ("da", "adgangskode", "adgangskoden"),
    ("da", "karakterer", "karaktererne"),
    ("da", "børn", "barnet"),
    ("da", "glemte", "glemmer"),
    ("de", "passwort", "passwörter"),
    ("de", "noten", "note"),
    ("de", "kinder", "kindes"),
    ("de", "vergessen", "vergisst"),
]


@pytest.mark.parametrize(("code", "asked", "written"), PAIRS)
def test_a_word_is_found_in_another_form(code, asked, written):
    for one, other in ((asked, written), (written, asked)):
        texts = {"right": other, **dict(enumerate(OTHERS[code]))}
        assert Shelf(texts, code).found(one)[:1] == ["right"]
        assert other in Shelf(texts, code).same(one)


def test_a_form_of_the_word_weighs_more_than_a_word_that_only_looks_like_it():
    meant = Shelf({"a": "betyget", "b": "betydelse", "c": "havet"}).meant("betygen")
    assert meant["betyget"] > 2 * meant.get("betydelse", 0)
    assert "havet" not in meant


def test_a_language_without_a_word_list_still_finds_what_looks_alike():
    assert isinstance(lexicon("fi"), NoLexicon)
    shelf = Shelf({"right": "salasanan vaihtaminen", "wrong": "aurinko paistaa"}, "fi")
    assert shelf.found("salasana") == ["right"]


def test_a_word_list_is_kept_in_a_file_as_search_writes_words(tmp_path):
    path = tmp_path / "lists" / "xx.words"
    given = {"Idéer": "idé", "e-posten": "e-post", "två ord": "ord", "Par": "Par", "par": "par"}
    write(path, {**given, "ärr": "ärr", "zoo": "zoo"})
    from kundportal.search.analysis.lexicon import Lexicon

    kept = Lexicon(path)
    assert kept.base("ideer") == "ide"
    assert kept.base("ide") == "ide"  # a base is a form of its own
    assert kept.base("eposten") == "epost"
    assert kept.base("ärr") == "ärr"
    assert [kept.base(word) for word in ("", "a", "två", "ord", "öööö")] == [None] * 3 + [None] * 2
    assert [file.name for file in path.parent.iterdir()] == ["xx.words"]
