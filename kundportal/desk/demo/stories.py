"""What the tickets of the demo are about; the texts stand in `stories/`, a file per product."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path(__file__).parent / "stories"


@dataclass(frozen=True, kw_only=True)
class Story:
    """One matter: what the customer writes, what the vendor answers, and how it ends.

    The texts may name {skola}, {forskola}, {klass}, {amne}, {lasar} and {kund}.
    """

    product: str
    matter: str
    titles: list[str]
    text: str
    answer: str
    follow_up: str = ""
    solution: str = ""
    thanks: str = ""
    note: str = ""
    priority: int = 0
    file: str = ""
    answer_file: str = ""


def everything() -> list[Story]:
    files = sorted(FOLDER.glob("*.toml"))
    told = [one for file in files for one in tomllib.loads(file.read_text("utf-8"))["story"]]
    return [Story(**{key: _tidy(value) for key, value in one.items()}) for one in told]


def _tidy(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class Deck:
    """Deals story after story with one of its titles; none comes twice before all are told."""

    def __init__(self, stories: list[Story], luck: Random) -> None:
        self.stories, self.luck = stories, luck
        self.cards: list[tuple[Story, str]] = []

    def deal(self, *, with_follow_up: bool) -> tuple[Story, str]:
        for number, (story, _title) in enumerate(self.cards):
            if story.follow_up or not with_follow_up:
                return self.cards.pop(number)
        fresh = [(story, title) for story in self.stories for title in story.titles]
        self.luck.shuffle(fresh)
        self.cards += sorted(fresh, key=lambda card: card[0].titles.index(card[1]))
        return self.deal(with_follow_up=with_follow_up)
