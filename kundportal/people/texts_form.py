"""Texts in each language, as fields `name_sv`, `name_en` and so on; Swedish must be there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise

from kundportal.lib.forms import LineField, TextField
from kundportal.people.language import NAMES

MAIN = ("sv", "en")
LANGUAGES = tuple(NAMES)


class TextsForm(forms.Form):
    """A form of which some fields stand once for each language."""

    def add_texts(
        self,
        name: str,
        label: str | Promise,
        *,
        texts: dict[str, str] | None = None,
        most: int = 200,
        long: bool = False,
        required: str | Promise = "",
        help_text: str | Promise = "",
    ) -> None:
        """Adds a field per language; `required` is what is said when the Swedish one is empty."""
        for language in LANGUAGES:
            demands = bool(required) and language == "sv"
            common: dict[str, Any] = {
                "label": f"{label} ({NAMES[language]})",
                "required": demands,
                "max_length": most,
                "help_text": help_text if language == "sv" else "",
                "error_messages": {"required": required},
            }
            field = TextField(**common) if long else LineField(**common)
            field.widget.attrs["lang"] = language
            self.fields[f"{name}_{language}"] = field
            self.initial.setdefault(f"{name}_{language}", (texts or {}).get(language, ""))

    def texts(self, name: str) -> dict[str, str]:
        """What was written, by language, without the empty ones."""
        found = {language: self.cleaned_data.get(f"{name}_{language}") for language in LANGUAGES}
        return {language: text for language, text in found.items() if text}

    def main(self, name: str) -> list[forms.BoundField]:
        return [self[f"{name}_{language}"] for language in MAIN]

    def more(self, name: str) -> list[forms.BoundField]:
        return [self[f"{name}_{language}"] for language in LANGUAGES if language not in MAIN]

    def shows_more(self, name: str) -> bool:
        """Whether the other languages stand open: something is written or wrong there."""
        return any(bound.value() or bound.errors for bound in self.more(name))
