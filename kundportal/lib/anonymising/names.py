"""Names in a text: those of people who are known, and what is a name by how it stands there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from kundportal.lib.anonymising.kinds import Kind, Span

_BIG = "A-ZÅÄÖÆØÜÉÈÁÀÇ"
_WORD = rf"[{_BIG}][\w’']{{1,40}}(?:-[{_BIG}]?[\w’']{{1,40}})?"
_PARTICLE = r"(?:von|af|de|la|van|der|al|el|bin|ben)"
_MORE = rf"(?:[ \u00a0](?:{_PARTICLE}[ \u00a0])?{_WORD}){{0,3}}"
# Given names that are also common words, or months: only with a surname behind, or a cue before.
_DOUBTFUL_WORDS = """
    Per Bo Dan Love My Lo Sten Stig Gun Siv Juni August Max Sam Mira Rosa Frank Urban Uno Said Iris
    Saga Vide Loke Lage Jesus Björn Sol Ali Ola Adam Noor Jan Viktoria Alva Stella Svea Linda Otto
    Jack Leo Hans Mona
"""
_DOUBTFUL = frozenset(_DOUBTFUL_WORDS.split())
_CUE = re.compile(
    rf"(?:\b(?i:(?P<strong>elev(?:en)?|lärare?n?|rektorn?|mentorn?|vårdnadshavaren?|förälder|barnet"
    rf"|pappan?|mamman?|kolleg(?:a|an)|kontaktperson(?:en)?|handläggaren?|heter|hette"
    rf"|vid namn"
    rf"|pupil|student|teacher|named|called|colleague|principal)"
    rf"|skriver|mejla|maila|ring|kontakta|fråga|hälsa|från|av|till|med|hos|contact|from|by)[ ]"
    rf"|^[ \t]*(?P<sign>[/~–-])[ ]?)(?P<name>{_WORD}{_MORE})",
    re.MULTILINE,
)
_GREETING = re.compile(
    r"^[ \t]*(?:hej|hejsan|god ?morgon|god ?dag|tjena|hi|hello|dear|hei|hallo|kära?|bästa?|tack"
    r"|tack så mycket|thanks|guten tag|lieber?)(?: igen)?[ ,]{1,3}"
    r"(?P<name>[\w’'-]{1,40}(?: [\w’'-]{1,40}){0,2}) ?[,!.:]? ?$",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSING = re.compile(
    r"^[ \t]*(?i:m\.?v\.?h|(?:med )?(?:vänliga?|bästa|varma|många) hälsning(?:ar)?|hälsningar"
    r"|hälsn|vänligen|allt gott|vh|kind regards|best regards|regards|best wishes|sincerely|thanks"
    r"|tack på förhand|ha en (?:bra|fin) dag|(?:med )?venn?lig hilsen"
    r"|mit freundlichen grüßen|viele grüße)"
    rf"[ ,.!]{{0,3}}\s{{1,5}}(?P<name>[\w’'-]{{2,40}}(?:[ ][{_BIG}][\w’'.-]{{0,40}}){{0,3}})",
    re.MULTILINE,
)
_SON = re.compile(
    rf"(?<![\w-])(?:{_WORD}[ \u00a0]){{0,2}}[{_BIG}][a-zåäöéü]{{1,20}}(?:sson|dotter)(?=s?(?!\w))"
)
_GIVEN = re.compile(rf"(?<![\w-]){_WORD}")
_BEHIND = re.compile(rf"[ \u00a0](?:{_PARTICLE}[ \u00a0])?({_WORD})")
_TWO = re.compile(rf"(?<=[a-zåäö,;] ){_WORD} {_WORD}")


def known(text: str, people: Iterable[str]) -> Iterator[Span]:
    """Names of these people: whole, in any case; a part alone where it is written as a name."""
    people = {unicodedata.normalize("NFC", name).strip() for name in people} - {""}
    whole = sorted(people, key=len, reverse=True)
    parts = sorted({part for name in people for part in parts_of(name)}, key=len, reverse=True)
    if users := {user for name in people for user in _users(name)}:
        short = [user for user in users if len(user) < 6]  # "visa" is a word, "visa02" is not
        long_ = [user for user in users if len(user) > 5]
        either = f"(?:{_either(long_)})\\d{{0,4}}|(?:{_either(short)})\\d{{1,4}}"
        pattern = rf"(?<![\w@])(?:{either})(?!\w)"
        for match in re.finditer(pattern, text):
            yield Span(match.start(), match.end(), Kind.USER)
    if whole:
        yield from _found(rf"(?<!\w)(?:{_either(whole)})(?=s?(?!\w))", text, re.IGNORECASE)
    if parts:
        capital = [form for part in parts for form in (part.upper(), part[:1].upper() + part[1:])]
        yield from _found(rf"(?<!\w)(?:{_either(capital)})(?=s?(?!\w)|’s|'s)", text)
    if long := [part.lower() for part in parts if len(part) > 4]:
        yield from _found(rf"(?<!\w)(?:{_either(long)})(?=s?(?!\w))", text)


def unknown(text: str) -> Iterator[Span]:
    """Names of people who are not known."""
    for pattern in (_GREETING, _CLOSING):
        for match in pattern.finditer(text):
            if not _is_common(match["name"]):
                yield Span(*match.span("name"), Kind.NAME)
    for match in _CUE.finditer(text):
        yield from _cued(match)
    for match in _SON.finditer(text):
        yield Span(match.start(), match.end(), Kind.NAME)
    yield from _given(text)


def doubtful(text: str) -> Iterator[Span]:
    """Two words with capitals in the middle of a sentence: a name, or the name of a thing."""
    for match in _TWO.finditer(text):
        yield Span(match.start(), match.end(), Kind.NAME)


def parts_of(name: str) -> Iterator[str]:
    """The parts of a name that tell of whom it is, alone as well."""
    for part in re.split(r"[\s.]+", name):
        for piece in {part, *part.split("-")}:
            if len(piece) > 1 and not re.fullmatch(_PARTICLE, piece, re.IGNORECASE):
                yield piece


def _found(pattern: str, text: str, flags: int = 0) -> Iterator[Span]:
    for match in re.finditer(pattern, text, flags):
        yield Span(match.start(), match.end(), Kind.NAME)


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace("\\ ", r"[ \u00a0\n]+") for word in words)


def _users(name: str) -> Iterator[str]:
    """What a person of that name may be called by a computer."""
    pieces = re.split(r"[\s-]+", _folded(name))
    if len(pieces) > 1 and all(pieces):
        first, last = pieces[0], pieces[-1]
        yield from (f"{first}.{last}", f"{first}{last}", f"{first[:1]}{last}", f"{last}.{first}")
        if min(len(first), len(last)) > 2:
            yield from (first[:3] + last[:3], first[:2] + last[:2], last[:3] + first[:3])


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower().replace("ø", "o").replace("æ", "ae"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@cache
def _names() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("given_names.txt").read_text("utf-8").split())


def _cued(match: re.Match[str]) -> Iterator[Span]:
    """Some cues stand before much else as well; there it must be a name that people have."""
    first = match["name"].split()[0]
    is_given = _without_s(first) in _names()
    if (is_given or match["strong"] or match["sign"]) and not _is_common(first):
        end = match.start("name") + len(_without_s_of(match["name"]))
        yield Span(match.start("name"), end, Kind.NAME)


def _given(text: str) -> Iterator[Span]:
    """Given names that many have, with the surname behind them."""
    for match in _GIVEN.finditer(text):
        word = match[0]
        bare = word if word in _names() else _without_s(word)
        if bare not in _names() and bare.split("-")[0] not in _names():
            continue
        behind = _BEHIND.match(text, match.end())
        if behind and bare == word and not _is_common(behind[1]):
            whole = _without_s_of(text[match.start() : behind.end()])
            yield Span(match.start(), match.start() + len(whole), Kind.NAME)
        elif bare not in _DOUBTFUL:
            yield Span(match.start(), match.start() + len(bare), Kind.NAME)


def _without_s(word: str) -> str:
    return word[:-1] if word.endswith("s") and word not in _names() else word


def _without_s_of(name: str) -> str:
    """A whole name without the genitive's s, as far as one can tell."""
    last = name.rsplit(maxsplit=1)[-1]
    is_genitive = last.endswith("s") and not last.endswith(("ss", "os", "us", "is", "as"))
    return name[:-1] if is_genitive and last not in _names() else name


# What follows a greeting or a cue without being anybody.
_NOBODY_WORDS = """
    igen alla allihopa på support supporten kundtjänst er dig för så there all team you everyone
    mycket svar svaret hjälpen hjälp och det vi jag the it microsoft google skolverket windows excel
    word teams betyg start inställningar administration organisation rapporter import export system
    schema chrome edge firefox safari
"""
_NOBODY = frozenset(_NOBODY_WORDS.split())


def _is_common(name: str) -> bool:
    words = name.lower().split()
    return not words or words[0] in _NOBODY
