"""The articles that come with the product: a Markdown file each, named by its key, per language.

`contents.toml` says in which category and order they stand; the original is the Swedish one.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import frontmatter

FOLDER = Path(__file__).parent
LANGUAGES = ("sv", "en")  # the original first
ORIGIN = "kundportal:"


@dataclass(frozen=True, kw_only=True)
class Text:
    title: str
    text: str
    lead: str = ""
    phrasings: str = ""


@dataclass(frozen=True, kw_only=True)
class Shipped:
    key: str
    category: str
    position: int
    texts: dict[str, Text]

    @property
    def origin(self) -> str:
        return ORIGIN + self.key


@dataclass(frozen=True, kw_only=True)
class Place:
    """A category, and the one that it stands in."""

    key: str
    names: dict[str, str]
    parent: str = ""


def key_of(origin: str | None) -> str:
    """What one of the product's own articles is called here; nothing for others."""
    return (origin or "").removeprefix(ORIGIN) if (origin or "").startswith(ORIGIN) else ""


@cache
def _contents() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((FOLDER / "contents.toml").read_text("utf-8"))[
        "category"
    ]
    return found


def places() -> list[Place]:
    """The categories, each after the one that it stands in."""
    return [
        Place(key=one["key"], names=one["names"], parent=one.get("parent", ""))
        for one in _contents()
    ]


@cache
def articles() -> list[Shipped]:
    """All of them, in their order."""
    return [
        Shipped(
            key=key, category=one["key"], position=position,
            texts={language: _read(FOLDER / language / f"{key}.md") for language in LANGUAGES},
        )
        for one in _contents()
        for position, key in enumerate(one.get("articles", []))
    ]  # fmt: skip


def _read(file: Path) -> Text:
    about, text = frontmatter.parse(file.read_text("utf-8"))
    phrasings: Any = about.get("phrasings", [])
    return Text(
        title=str(about["title"]),
        text=text,
        lead=str(about.get("lead", "")),
        phrasings="\n".join(phrasings),
    )
