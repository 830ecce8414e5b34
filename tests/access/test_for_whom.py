"""Those whom their own organisation helps are told who that is, before they fill in anything."""

from __future__ import annotations

import pytest


def test_the_page_asks_who_one_is_before_it_offers_the_form(visitor):
    page = visitor.get("/apply/").content.decode()
    for who in ("pupil", "guardian", "staff"):
        assert page.index(f'href="/apply/who/{who}/"') < page.index('href="/apply/se/"')


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("pupil", "Börja med din lärare eller mentor"),
        ("guardian", "Börja med ditt barns lärare"),
        ("staff", "ofta en systemförvaltare på utbildningsförvaltningen"),
    ],
)
def test_each_is_told_who_helps_them(visitor, who, words):
    page = visitor.get(f"/apply/who/{who}/").content.decode()
    assert words in page
    assert 'href="/apply/se/"' not in page
    assert page.count("<option value=") == 290


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("lerums  KOMMUN", 'href="https://lerum.se"'),
        ("Lilla friskolan", "Ring då skolan."),
        ("<script>x", "&lt;script&gt;x"),
        ("a\x00b", "Ring då skolan."),
        ("x" * 5000, "Ring då skolan."),
    ],
)
def test_the_way_to_the_municipality_is_shown(visitor, asked, words):
    answer = visitor.get("/apply/who/guardian/", {"municipality": asked})
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_nobody_else_has_a_page(visitor):
    for who in ("x", "administrator", "PUPIL"):
        assert visitor.get(f"/apply/who/{who}/").status_code == 404
    assert visitor.post("/apply/who/pupil/").status_code == 405
