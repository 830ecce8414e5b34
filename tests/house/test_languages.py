"""Every text of the product is there in every language; what applicants meet, in theirs too."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.conf import settings

import kundportal
from kundportal.lib import catalogues

PACKAGE = Path(kundportal.__file__).parent
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
WHOLE = [code for code, _name in settings.LANGUAGES if code != "en"]  # English is the msgid
TRANSLATED = [code for code, _name in settings.APPLICANT_LANGUAGES if code != "en"]


@pytest.fixture(scope="module")
def sources():
    return catalogues.messages_of(PACKAGE)


@pytest.fixture(scope="module")
def needed():
    return catalogues.needed(PACKAGE, WHOLE)


@pytest.fixture(scope="module")
def languages():
    return dict(catalogues.read_all(PACKAGE / "locale"))


def texts(value) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def test_there_is_a_catalogue_for_each_language(languages):
    assert sorted(languages) == sorted(TRANSLATED)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_none_by_guess(needed, languages, language):
    assert len(needed(language)) > 200
    assert catalogues.mistakes(needed(language), languages[language]) == []


@pytest.mark.parametrize("language", sorted(set(TRANSLATED) - set(WHOLE)))
def test_a_language_of_applicants_holds_nothing_that_they_never_meet(needed, languages, language):
    met = {(one.id, one.context) for one in needed(language)}
    assert [one.id for one in languages[language] if (one.id, one.context) not in met] == []


def test_every_file_that_applicants_meet_is_there_and_has_texts(sources):
    places = PACKAGE / "locale" / "applicants.txt"
    lines = [line for line in places.read_text().splitlines() if not line.startswith("#")]
    held = {one[0] for message in catalogues.within(sources, places) for one in message.locations}
    assert [line for line in lines if not any(fnmatch(one, line) for one in held)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_names_what_its_text_names(languages, language):
    wrong = [
        message.id
        for message in languages[language]
        for translated in texts(message.string)
        # Of two forms, the one for a single thing may leave the number out.
        if set(PLACEHOLDER.findall(translated))
        not in [set(PLACEHOLDER.findall(one)) for one in texts(message.id)]
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_texts_do_not_shout(languages, language):
    shouting = [
        one for message in languages[language] if message.id
        for one in (*texts(message.id), *texts(message.string)) if one.rstrip().endswith("!")
    ]  # fmt: skip
    assert shouting == []


def test_a_text_without_a_translation_is_seen(sources):
    from babel.messages.catalog import Catalog

    assert len(catalogues.mistakes(sources, Catalog(locale="sv"))) > 200
