"""Parts of pages that are made once per language, and icons that are put together once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.utils import translation

import kundportal
from kundportal.lib import jinja

TEMPLATES = sorted(Path(kundportal.__file__).parent.rglob("*.html"))


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jinja, "_kept", {})


def shown(source: str, language: str = "sv", **context: object) -> str:
    with translation.override(language):
        engine: Any = engines["jinja2"]
        return str(engine.env.from_string(source).render(context))


def test_a_part_is_made_once_for_each_language_and_key() -> None:
    source = '{% call lasting("x", id) %}{{ tell() }}: {{ _("Sign out") }}{% endcall %}'
    made: list[int] = []

    def tell() -> int:
        made.append(1)
        return len(made)

    both = [("sv", "a"), ("en", "a"), ("sv", "a"), ("en", "a"), ("sv", "b")]
    said = [shown(source, language, id=key, tell=tell) for language, key in both]
    assert said == ["1: Logga ut", "2: Sign out", "1: Logga ut", "2: Sign out", "3: Logga ut"]


def test_what_is_kept_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jinja, "MOST_KEPT", 2)
    for number in range(5):
        assert shown('{% call lasting("x", n) %}{{ n }}{% endcall %}', n=number) == str(number)
    assert len(jinja._kept) == 2


def test_a_part_stays_escaped_and_is_not_escaped_twice() -> None:
    source = '{% call lasting("x") %}<b title="{{ word }}">{{ word }}</b>{% endcall %}'
    for _turn in range(2):
        assert shown(source, word="<&>") == '<b title="&lt;&amp;&gt;">&lt;&amp;&gt;</b>'


def test_every_icon_that_a_template_names_is_drawn() -> None:
    icons = Path(kundportal.__file__).parent / "templates" / "parts" / "icons.html"
    drawn = set(re.findall(r'^"([a-z-]+)": "', icons.read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        name
        for template in TEMPLATES
        for name in re.findall(r'\bicon\("([a-z-]+)"', template.read_text(encoding="utf-8"))
    }
    assert named - drawn == set()
    assert shown('{% from "parts/icons.html" import icon %}{{ icon("check") }}').startswith("<svg")


def test_nothing_of_a_person_stands_in_a_part_that_is_kept() -> None:
    """A part may say what its key holds, and words; not the reader, the request or a form."""
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        for part in re.findall(r"{%-? call lasting\(.*?{%-? endcall", text, re.DOTALL):
            asked = re.sub(
                r"'[^']*'|\"[^\"]*\"", "", " ".join(re.findall(r"{[{%](.*?)[%}]}", part))
            )
            assert not re.search(r"\b(user|request|form|token|csrf\w*|person)\b", asked)
