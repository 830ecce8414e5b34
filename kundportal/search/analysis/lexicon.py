"""Dictionary forms of a language's words, from simplemma's word lists.

A list of a million words is 150 MB as a Python dictionary and takes seconds to unpack, so it is
written once as a sorted file in the data folder and mapped from there: all processes share it, it
opens at once, and a word is found by halving.
"""

from __future__ import annotations

import mmap
import os
import re
import struct
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path

from django.conf import settings
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from kundportal.search.analysis import folding

_HEAD = struct.Struct("<II")
_VERSION = 1
_PLAIN = re.compile(f"[a-zåäöüæøß]{{1,{folding.LONGEST}}}").fullmatch  # as the index writes it


class Lexicon:
    """One language's words. A file has the count, where each word begins, its base, the words."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._count, _ = _HEAD.unpack_from(self._map)
        numbers = memoryview(self._map)[_HEAD.size :]
        starts = 4 * (self._count + 1)
        self._starts = numbers[:starts].cast("I")
        self._bases = numbers[starts : starts + 4 * self._count].cast("I")
        self._words = numbers[starts + 4 * self._count :]

    def base(self, word: str) -> str | None:
        """The word's dictionary form; nothing for what is in no dictionary."""
        sought = word.encode()
        at = bisect_left(range(self._count), sought, key=self._word)
        if at == self._count or self._word(at) != sought:
            return None
        return self._word(self._bases[at]).decode()

    def _word(self, at: int) -> bytes:
        return bytes(self._words[self._starts[at] : self._starts[at + 1]])


class NoLexicon:
    """Of a language without a word list: no word has another form."""

    def base(self, word: str) -> str | None:
        return None


@cache
def lexicon(code: str) -> Lexicon | NoLexicon:
    """The language's words; the first to ask on a machine waits some seconds for the file."""
    if code not in {"sv", "en", "nb", "da", "de"}:
        return NoLexicon()
    name = f"{code}-{version('simplemma')}-{_VERSION}.words"
    path = Path(settings.DATA) / "lexicons" / name
    if not path.exists():
        write(path, DefaultDictionaryFactory(0).get_dictionary(code))
    return Lexicon(path)


def write(path: Path, given: Mapping[str, str]) -> None:
    """Writes the file of a word list; two who do so at once write the same, and none sees half."""
    bases = _folded(given)
    words = sorted(bases)  # UTF-8 keeps the order of the signs
    place = dict(zip(words, range(len(words)), strict=True))
    encoded = [word.encode() for word in words]
    starts = array("I", accumulate(map(len, encoded), initial=0))
    found = array("I", (place[bases[word]] for word in words))
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}")
    with half.open("wb") as file:
        file.write(_HEAD.pack(len(words), _VERSION))
        for block in (starts, found, b"".join(encoded)):
            file.write(block)
    half.replace(path)


def _folded(given: Mapping[str, str]) -> dict[str, str]:
    """Forms and bases as the index writes words. A form in lower case wins over a name's."""
    bases: dict[str, str] = {}
    of_base = cache(_one)  # a base has many forms
    for form, base in given.items():
        word, to = _one(form), of_base(base)
        if word and to and (form == word or word not in bases):
            bases[word] = to
    for base in set(bases.values()):
        bases.setdefault(base, base)
    return bases


def _one(form: str) -> str:
    """The form as the index writes it, or nothing when the index sees several words in it."""
    plain = form.lower()
    if _PLAIN(plain):
        return plain
    found = folding.words(form)
    return found[0] if len(found) == 1 else ""
