"""The styles and scripts stay small, and nothing stands inline that the browser would refuse."""

from __future__ import annotations

import re
from pathlib import Path

import kundportal

PACKAGE = Path(kundportal.__file__).parent
STATIC = PACKAGE / "static"
MOST_CSS, MOST_JS, MOST_JS_FILE = 3500, 1000, 80
# Mails, and the page of an extract, are read where no style sheet of ours can be fetched.
APART = {"mail", "extract"}
PAGES = sorted(
    file for file in PACKAGE.glob("**/templates/**/*.html") if not APART & set(file.parts[-3:-1])
)


def lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def test_all_styles_together_stay_within_their_budget():
    assert 0 < sum(lines(file) for file in STATIC.glob("css/**/*.css")) <= MOST_CSS


def test_all_scripts_together_stay_within_their_budget():
    assert 0 < sum(lines(file) for file in STATIC.glob("js/**/*.js")) <= MOST_JS


def test_every_script_is_short():
    assert {f.name: lines(f) for f in STATIC.glob("js/**/*.js") if lines(f) > MOST_JS_FILE} == {}


def test_every_style_is_loaded_and_every_loaded_style_exists():
    folder = STATIC / "css"
    app = (folder / "app.css").read_text(encoding="utf-8")
    loaded = set(re.findall(r'@import url\("([^"]+)"\)', app))
    there = {str(file.relative_to(folder)) for file in folder.glob("**/*.css")} - {"app.css"}
    assert loaded == there


def test_no_page_has_inline_styles_or_scripts():
    inline = re.compile(r"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=\"|javascript:", re.I)
    found = {
        str(file.relative_to(PACKAGE)): inline.findall(file.read_text(encoding="utf-8"))
        for file in PAGES
    }
    assert {file: what for file, what in found.items() if what} == {}


def test_every_script_that_a_page_names_exists():
    named = set()
    for file in PAGES:
        named |= set(re.findall(r"static\('([^']+)'\)", file.read_text(encoding="utf-8")))
    assert {name for name in named if not (STATIC / name).exists()} == set()
    assert named
