"""Is a reply nothing but a thank-you? Then it opens nothing that is at rest.

The error to fear is a question or a complaint that is taken for thanks, for then nobody answers.
So every word must belong to a phrase that is listed here, one of them must say thanks, and
whatever else there is (a question mark, a digit, a word that we do not know, a sad face) makes it a
reply like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from pathlib import Path

LONGEST = 200
_SAD = re.compile(r"[:;=]'?-?[(\[/\\|]|D:")
_GLAD = re.compile(r"[:;=]-?[)\]D]|<3|\^\^")
_HAPPY = set("😀😃😄😁😊🙂😉☺😍🥰🤩🙏👍👌💪🎉🥳👏❤💙💚🌟⭐🌞☀😎🤗💯🌸💐")
# What only joins emoji to one another or colours them.
_MARKS = {"\ufe0f", "\u200d", *map(chr, range(0x1F3FB, 0x1F400))}
_PUNCTUATION = set(".,!-–—…/*_~'\"’”&+:;()")
_TOKEN = re.compile(r"[^\W\d_]+|\S")

# A phrase: words, where (a|b) chooses and (a|b|) may be left out.
PHRASES = Path(__file__).with_name("thanks.txt")
_JOIN = {"och", "and", "og", "und", "så"}
_GROUP = re.compile(r"\(([^)]*)\)|(\S+)")


def might_be(text: str) -> bool:
    """Whether it is worth asking further: short, and without what no thank-you has."""
    return len(text) <= LONGEST and "?" not in text and not any(one.isdigit() for one in text)


def is_mere_thanks(text: str, *, names: Iterable[str] = (), is_closed: bool = True) -> bool:
    """Whether the text only thanks. `names` are those of the people and places in the ticket."""
    words = _words(text) if might_be(text) else []
    if not words:
        return False
    known = {part for name in names for part in _parts(name)}
    return _is_made_of(words, known, is_closed)


def _words(text: str) -> list[str]:
    """The words in small letters; empty when there is anything that we can't judge."""
    if _SAD.search(text):
        return []
    words = []
    for token in _TOKEN.findall(_GLAD.sub(" ", text).lower()):
        if token[0].isalpha():
            words.append(token)
        elif token not in _PUNCTUATION and token not in _HAPPY and token not in _MARKS:
            return []
    return words


def _parts(name: str) -> list[str]:
    return [part for part in _TOKEN.findall(name.lower()) if part.isalpha()]


def _is_made_of(words: list[str], names: set[str], is_closed: bool) -> bool:
    """Whether phrases cover every word, one of thanks among them.

    `reached` holds for each place whether one gets there without thanks (1), with thanks (2), or
    in both ways (3).
    """
    phrases, longest = _phrases(is_closed)
    reached = [1] + [0] * len(words)
    for start, word in enumerate(words):
        ways = reached[start]
        if ways and (word in names or word in _JOIN):
            reached[start + 1] |= ways
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            says_thanks = phrases.get(tuple(words[start:end])) if ways else None
            if says_thanks is not None:
                reached[end] |= 2 if says_thanks else ways
    return reached[-1] >= 2


@cache
def _phrases(is_closed: bool) -> tuple[dict[tuple[str, ...], bool], int]:
    """Every phrase by its words, and whether it says thanks; how long the longest is.

    Praise and leave to close say nothing new of a closed ticket. To a question of ours, the same
    words are an answer.
    """
    parts = _listed()
    found: dict[tuple[str, ...], bool] = {}
    for part in ("works", "polite", *(("praise",) if is_closed else ())):
        found |= dict.fromkeys(_spelled_out(parts[part]), False)
    found |= dict.fromkeys(_spelled_out(parts["thanks"]), True)
    return found, max(map(len, found))


def _listed() -> dict[str, list[str]]:
    """The lines of the file by the part in which they stand."""
    parts: dict[str, list[str]] = {}
    for line in PHRASES.read_text("utf-8").splitlines():
        if line.startswith("["):
            parts[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            [*parts.values()][-1].append(line)
    return parts


def _spelled_out(lines: list[str]) -> Iterator[tuple[str, ...]]:
    for line in lines:
        groups = [(many or one).split("|") for many, one in _GROUP.findall(line)]
        for chosen in product(*groups):
            yield tuple(" ".join(chosen).split())
