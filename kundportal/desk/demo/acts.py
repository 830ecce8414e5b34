"""What happens in the demo: one thing at one moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID


@dataclass(frozen=True)
class Act:
    at: datetime
    do: Callable[[], None]


def uuid(luck: Random) -> UUID:
    return UUID(int=luck.getrandbits(128), version=4)
