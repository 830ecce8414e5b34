"""Questions are answered with the part of a text that says most of it, and how sure that is."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from kundportal.search import finding

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()
BEFORE = "Skolan har många dagar. Varje dag har sin plan. " * 12
TEXT = (
    f"{BEFORE}\nGlömt lösenord\nDu får ett nytt lösenord med e-post. Det gäller en timme. {BEFORE}"
)


def test_a_passage_has_its_section_and_whole_sentences(enter):
    enter(
        "Konto", TEXT, sections=[("plan", "Plan", 0), ("glomt", "Glömt lösenord", len(BEFORE) + 1)]
    )
    (passage,) = finding.passages("glömt lösenord e-post", reader=STRANGER, language="sv").passages
    assert "Du får ett nytt lösenord med e-post." in passage.text
    assert len(passage.text) <= 600
    assert (passage.anchor, passage.section_title) == ("glomt", "Glömt lösenord")


def test_what_nobody_has_written_of_is_not_answered_for_sure(enter):
    enter("Konto", TEXT)
    answer = finding.passages("kaktus i öknen", reader=STRANGER, language="sv")
    assert not answer.is_sure
    assert 0 <= answer.certainty < 0.5


def test_the_excerpt_is_where_the_words_stand(enter):
    enter("Konto", TEXT)
    (hit,) = finding.find("nytt lösenord", reader=STRANGER, language="sv").hits
    assert "<mark>nytt</mark> <mark>lösenord</mark>" in hit.excerpt
    assert len(hit.excerpt.striptags()) < 260
