"""Writing for somebody: in their language, with times in their zone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.utils import timezone, translation

from kundportal.lib.zones import zone


class Reader(Protocol):
    """Somebody with a language. Who has chosen a `time_zone` has one; an applicant has none."""

    language: str


@contextmanager
def writing_for(reader: Reader) -> Iterator[None]:
    """What is written meanwhile is in the reader's language and time, whoever causes it."""
    name = getattr(reader, "time_zone", "")
    with translation.override(reader.language), timezone.override(zone(name)):
        yield
