"""Every text of the product is there in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

import kundportal
from kundportal.lib import catalogues

PACKAGE = Path(kundportal.__file__).parent
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
TRANSLATED = [code for code, _name in settings.LANGUAGES if code != "en"]  # English is the msgid


@pytest.fixture(scope="module")
def sources():
    return catalogues.messages_of(PACKAGE)


@pytest.fixture(scope="module")
def languages():
    return dict(catalogues.read_all(PACKAGE / "locale"))


def texts(value) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def test_there_is_a_catalogue_for_each_language(languages):
    assert sorted(languages) == sorted(TRANSLATED)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_none_by_guess(sources, languages, language):
    assert len(sources) > 200
    assert catalogues.mistakes(sources, languages[language]) == []


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
