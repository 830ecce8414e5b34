"""Texts into plain words: lower case, without accents that are no letters of their own."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice

# Longer than any word of a language; what is longer is junk, and is cut.
LONGEST = 40
MOST_LETTERS = 1_000_000  # of a text; one sign can stand for eighteen

# Marks that steer the line (soft hyphens, right-to-left marks, joiners) are no part of a word.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WORD = re.compile(r"[^\W_]+")
# e-post, e-tjänst, a-kassa: one word, which many write without the hyphen
_INITIAL = re.compile(r"\b([^\W\d_])[-\u2010\u2011](?=[^\W\d_]{2})")

# å ä ö ü æ ø are letters of their own; ß stays, for German tells "Maße" from "Masse".
_LETTERS = frozenset("åäöüæøß")
_MARKED = re.compile(f"[^\\x00-\\x7f{''.join(sorted(_LETTERS))}]")  # what may be written otherwise


def words(text: str, most: int | None = None) -> list[str]:
    """The words of a text in their order, as the index writes them; the first so many of them."""
    plain = _INITIAL.sub(r"\1", normalised(text))
    if most is None or len(plain) <= most:
        found = _WORD.findall(plain)
    else:
        found = [one.group() for one in islice(_WORD.finditer(plain), most)]
    if not _MARKED.search(plain) and max(map(len, found), default=0) <= LONGEST:
        return found
    # A sign may fall apart into several.
    return [folded(word[:LONGEST])[:LONGEST] for word in found]


def normalised(text: str) -> str:
    """The text in lower case and one spelling of each sign, of the same words."""
    plain = _UNSEEN.sub("", text[:MOST_LETTERS])
    return unicodedata.normalize("NFKC", plain)[:MOST_LETTERS].lower()


def folded(word: str) -> str:
    """A normalised word without the accents that are no letters of their own: é becomes e."""
    return word if word.isascii() else _folded(word)


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return "".join(sign if sign in _LETTERS else _without_marks(sign) for sign in word)


def _without_marks(sign: str) -> str:
    parts = unicodedata.normalize("NFD", sign)
    return "".join(part for part in parts if not unicodedata.combining(part)) or sign
