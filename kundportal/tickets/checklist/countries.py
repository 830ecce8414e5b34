"""The countries whose customers have forms and checklists, with their names for the reader."""

from __future__ import annotations

from dataclasses import dataclass

from babel import Locale
from django.utils import translation

CODES = ("SE", "NO", "DK", "DE")


@dataclass(frozen=True)
class Country:
    code: str

    @property
    def slug(self) -> str:
        return self.code.lower()

    def __str__(self) -> str:
        language = (translation.get_language() or "sv").split("-")[0]
        return str(Locale.parse(language).territories[self.code])


COUNTRIES = tuple(Country(code) for code in CODES)
BY_SLUG = {one.slug: one for one in COUNTRIES}


def choices() -> list[tuple[str, str]]:
    """The codes with the names, in the reader's language."""
    return [(one.code, str(one)) for one in COUNTRIES]
