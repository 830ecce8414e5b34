"""What was found: a code and its values, which are put in words for each reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext

from kundportal.mail.checking.words import WORDS


class Level(StrEnum):
    RIGHT = "right"
    HINT = "hint"  # could be better, mail arrives all the same
    MISSING = "missing"
    UNKNOWN = "unknown"  # could not be looked at


@dataclass(frozen=True)
class Finding:
    """One thing. `record` is what to add to the DNS, as it stands in a zone file."""

    code: str
    level: Level
    values: dict[str, str] = field(default_factory=dict)
    record: str = ""

    @property
    def text(self) -> str:
        return gettext(WORDS[self.code]) % self.values

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "level": str(self.level), "values": self.values,
                "record": self.record}  # fmt: skip

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Finding:
        return cls(kept["code"], Level(kept["level"]), kept["values"], kept["record"])


def right(code: str, **values: str) -> Finding:
    return Finding(code, Level.RIGHT, values)


def hint(code: str, record: str = "", **values: str) -> Finding:
    return Finding(code, Level.HINT, values, record)


def missing(code: str, record: str = "", **values: str) -> Finding:
    return Finding(code, Level.MISSING, values, record)
