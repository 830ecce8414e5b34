"""Texts that our staff write in several languages, by the code of the language."""

from __future__ import annotations

from django.utils import translation

Texts = dict[str, str]


def in_readers_language(texts: Texts) -> str:
    """The text for the reader, Swedish where their language is missing."""
    language = (translation.get_language() or "sv").split("-")[0]
    return texts.get(language) or texts.get("sv") or ""
