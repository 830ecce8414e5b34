"""The words for a choice, such as a status, in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Choices
from django.utils import translation


def label(choice: Choices) -> str:
    """The choice's label. Lists show the same few over and over, so each is translated once."""
    return _label(type(choice), choice, translation.get_language())


@lru_cache(maxsize=1024)
def _label(_kind: type[Choices], choice: Choices, _language: str) -> str:
    # The kind is part of the key, since choices of two kinds with one value are equal.
    return str(choice.label)
