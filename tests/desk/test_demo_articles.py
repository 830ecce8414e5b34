"""The articles of the demo hang together."""

from __future__ import annotations

import re
import tomllib

import pytest

from kundportal.desk.demo import articles, stories
from kundportal.knowledge.displaying.rendering import render
from kundportal.search.models import Audience

WRITTEN = {one.key: one for one in articles._everything()}
PLACES = tomllib.loads((articles.FOLDER / "categories.toml").read_text("utf-8"))["category"]


def test_there_is_something_of_every_kind():
    assert len(WRITTEN) >= 25
    assert {one.state for one in WRITTEN.values()} == {"", "draft", "review", "planned", "past"}
    assert {str(one.audience) for one in WRITTEN.values()} == {str(one) for one in Audience}
    assert sum(len(one.texts) == 2 for one in WRITTEN.values()) >= 3


def test_they_stand_in_categories_of_products_that_the_demo_has():
    keys = {below["key"] for one in PLACES for below in one["below"]}
    assert {one.category for one in WRITTEN.values()} == keys
    assert {one["product"] for one in PLACES} == {story.product for story in stories.everything()}


@pytest.mark.parametrize("key", WRITTEN)
def test_what_they_lead_to_is_there(key):
    for texts in WRITTEN[key].texts.values():
        assert set(re.findall(r"\(demo:([^)]*)\)", texts["text"])) <= set(WRITTEN)
        files = set(re.findall(r"\(file:([^) ]*)", texts["text"]))
        assert files <= {f"{WRITTEN[key].picture}.png"}
        assert ":::" not in render(texts["text"]).html
        assert len(texts["title"]) < 100


def test_the_picture_is_drawn():
    assert articles._picture("betygskatalog").size > 3000
