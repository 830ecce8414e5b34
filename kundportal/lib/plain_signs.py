"""A text in plain signs: its digits, dashes and spaces as ours, and without invisible signs."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_INVISIBLE = "\N{SOFT HYPHEN}\u200b\u200c\u200d\u2060\ufeff"
_DASHES = "\N{MINUS SIGN}\N{HYPHEN BULLET}\N{SMALL HYPHEN-MINUS}"


class _Signs(dict[int, int | str]):
    """What each sign is written as; the signs met are remembered."""

    def __missing__(self, code: int) -> int | str:
        if len(self) > 50_000:
            self.clear()
        self[code] = plain = _plain(chr(code))
        return plain


def _plain(sign: str) -> str:
    if sign in _INVISIBLE:
        return ""
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Pd" or sign in _DASHES:
        return "-"
    if category == "Zs" or sign == "\t":
        return " "
    if category in {"Zl", "Zp"}:
        return "\n"
    narrow = unicodedata.normalize("NFKC", sign)
    return narrow if len(narrow) == 1 and narrow.isascii() and sign > "\u2fff" else sign


_signs = _Signs()


@dataclass(frozen=True)
class Plain:
    """The plain text, and where each of its signs stands in the written one if not at the same."""

    text: str
    places: list[int] | None

    @classmethod
    def of(cls, written: str) -> Plain:
        if "\r" not in written and not any(sign in written for sign in _INVISIBLE):
            return cls(written.translate(_signs), None)
        kept = [at for at, sign in enumerate(written) if sign not in _INVISIBLE and sign != "\r"]
        return cls("".join(written[at] for at in kept).translate(_signs), kept)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where in the written text a part of the plain one stands."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1
