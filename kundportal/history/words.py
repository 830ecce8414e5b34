"""What happened, in the reader's language: each room says how its acts read.

A room keeps a dict from verb to words; a verb that is in none of them is not told. Words are a
text in which `%(by)s` is who did it, or a function of `Told` where the text depends on the act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model

from kundportal.history.models import Event

# What in the data of an act are people.
WHO = ("recipients", "people", "person", "from", "to", "added", "removed")


@dataclass(frozen=True)
class Told:
    """An act, with the names of those it is about."""

    event: Event
    names: Mapping[int, str]
    things: Mapping[tuple[str, int], str] = field(default_factory=dict)

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = self.event.data
        return found

    @property
    def by(self) -> str:
        return self.names.get(self.event.by_id or 0) or settings.PORTAL_NAME

    @property
    def is_of_oneself(self) -> bool:
        """Somebody did it to themselves alone."""
        return self.keys("people", "person") == [self.event.by_id]

    def say(self, text: Any, **more: str) -> str:
        """A text with its names put in."""
        return str(text) % {"by": self.by, **more}

    def keys(self, *words: str) -> list[int]:
        return [pk for word in words for pk in _listed(self.data.get(word))]

    def thing(self, kind: str, word: str) -> str:
        """The name of the thing of that kind whose key stands under a word of the data."""
        return self.things.get((kind, self.data.get(word) or 0), "?")

    def people(self, word: str) -> str:
        """The names that stand under a word of the data."""
        return ", ".join(self.names.get(pk, "?") for pk in self.keys(word))


@dataclass(frozen=True)
class Happening:
    """One line of a history."""

    at: datetime
    text: str
    event: Event


Words = Any  # a text, or a Callable[[Told], str]
Sentences = Mapping[str, Words]


def in_words(
    events: Sequence[Event],
    sentences: Sentences,
    things: Mapping[tuple[str, int], str] | None = None,
) -> list[Happening]:
    """The acts that there are words for, in the order given.

    `things` are the names of what they are about besides people, by kind and key.
    """
    shown = [one for one in events if one.verb in sentences]
    names = _names(shown)
    told = [Told(one, names, things or {}) for one in shown]
    return [Happening(one.event.at, _say(sentences[one.event.verb], one), one.event)
            for one in told]  # fmt: skip


def _say(words: Words, told: Told) -> str:
    return str(words(told)) if callable(words) else told.say(words)


def _names(events: Iterable[Event]) -> dict[int, str]:
    """Everyone named by the acts, in one query; those of the vendor with their role."""
    wanted = {pk for one in events for pk in Told(one, {}).keys(*WHO)}
    wanted |= {one.by_id for one in events if one.by_id}
    people: Any = get_user_model().objects.filter(pk__in=wanted) if wanted else ()
    return {
        one.pk: f"{one.name} ({one.public_role})" if one.is_staff else one.name for one in people
    }


def _listed(value: Any) -> list[int]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, int)]
