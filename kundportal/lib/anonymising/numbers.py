"""Numbers and addresses in a text: identity numbers, mail, phones, tickets, links, codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kundportal.lib import identity_numbers
from kundportal.lib.anonymising.kinds import Kind, Span

_MAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_TICKET = re.compile(r"\b[A-Z]{2}[ -]?\d{4}[ -]?\d{4}\b")
_LINK = re.compile(r"(?:https?://|\bwww\.)[^\s<>()\[\]\"“”’']{1,2000}", re.IGNORECASE)
# What makes a link more than a page that anybody may open: a question, a mark, a name, a number.
_KEYED = re.compile(r"[?#=@]|/\d{4,}")
_INNER = re.compile(
    r"//(?:localhost|[^/]{1,200}\.(?:local|lan|intern|internal)\b|[\d.]{7,15})", re.I
)
_ADDRESS = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_DIGITS = re.compile(r"(?<![\w.,:])[+(]?\d(?:[ ()/.\u00a0–-]{0,2}\d){4,}(?![\w:]|[.,]\d)")
_CODE = re.compile(r"(?<![\w-])[\w-]{6,200}(?![\w-])")
_USER = re.compile(r"(?<![\w@/.-])[a-zåäö]{2,8}\d{2,6}(?![\w-])")
_PLACE = r"\d{3} ?\d{2} [A-ZÅÄÖ][\wåäöé]{1,30}"
_STREET = re.compile(
    r"\b[A-ZÅÄÖ][\wåäöé-]{2,20}?(?:gatan|vägen|gränd|torget|stigen|allén|gata|väg) \d{1,4}"
    rf"(?: ?[A-Za-z])?\b(?:,? {_PLACE})?|\b{_PLACE}"
)
# Dates, times, school years and rounded amounts are about the matter, not about anybody.
_HARMLESS = re.compile(
    r"[0-2]?\d[.:][0-5]\d\s?[-–]\s?[0-2]?\d[.:][0-5]\d|"
    r"(?:19|20)\d\d(?:[-./](?:0?\d|1[0-2])(?:[-./][0-3]?\d)?)?"
    r"|(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d"
    r"|[0-3]?\d[./-](?:0?\d|1[0-2])[./-](?:19|20)?\d\d"
    r"|[1-9]\d{0,2}(?:[ \u00a0.]\d{3})+|[1-9]\d?0000*|\d{1,3}(?:\.\d{1,3}){2,3}"
    r"|(?:19|20)\d\d[-./][01]\d[-./][0-3]\d\s?[-–]\s?(?:19|20)\d\d[-./][01]\d[-./][0-3]\d"
)
# Names of what everybody has; they hold digits and tell nothing of anybody.
_COMMON = re.compile(
    r"(?:office|windows|win|microsoft|m|utf|iso|sha|md|mp|html|css|h|ipv|exchange|sql|lgr?|gy|lgy"
    r"|vgr|ss\d*n?|tls|oauth|saml|base|x|type|covid|http|web|vs|ma|sv|en|idrott)-?\d+(?:-\d+)?",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Span]:
    """The pieces, the surest kinds first; later ones may lie inside earlier ones."""
    for found in identity_numbers.find(text):
        yield Span(found.start, found.end, Kind.IDENTITY)
    yield from _links(text)
    yield from _all(_MAIL, text, Kind.MAIL)
    yield from _all(_TICKET, text, Kind.TICKET)
    yield from _all(_STREET, text, Kind.PLACE)
    yield from _all(_ADDRESS, text, Kind.NUMBER)
    yield from _codes(text)
    yield from _runs(text)


def _all(pattern: re.Pattern[str], text: str, kind: Kind) -> Iterator[Span]:
    for match in pattern.finditer(text):
        yield Span(match.start(), match.end(), kind)


def _links(text: str) -> Iterator[Span]:
    for match in _LINK.finditer(text):
        link = match[0].rstrip(".,;:!?*_")
        if _KEYED.search(link) or _INNER.search(link) or _has_key(link):
            yield Span(match.start(), match.start() + len(link), Kind.LINK)


def _runs(text: str) -> Iterator[Span]:
    for match in _DIGITS.finditer(text):
        run = match[0]
        if _HARMLESS.fullmatch(run):
            continue
        digits = sum(sign.isdigit() for sign in run)
        is_phone = digits in range(7, 16) and run.lstrip("(").startswith(("+", "0"))
        yield Span(match.start(), match.end(), Kind.PHONE if is_phone else Kind.NUMBER)


def _codes(text: str) -> Iterator[Span]:
    """Words of letters and digits: names of users, keys, numbers of things."""
    for match in _USER.finditer(text):
        if not _COMMON.fullmatch(match[0]):
            yield Span(match.start(), match.end(), Kind.USER)
    for match in _CODE.finditer(text):
        if _is_key(match[0]) and not _COMMON.fullmatch(match[0]):
            yield Span(match.start(), match.end(), Kind.NUMBER)


def _has_key(link: str) -> bool:
    return any(_is_key(part) and len(part) > 9 for part in link.split("/")[3:])


def _is_key(word: str) -> bool:
    """Letters and many digits, or mixed as no word is; "läsår2026" has a year alone."""
    groups = re.findall(r"\d+", word)
    is_mixed = bool(groups) and any(sign.isalpha() for sign in word)
    if not is_mixed or all(re.fullmatch(r"(?:19|20)\d\d", group) for group in groups):
        return False
    return sum(map(len, groups)) > 4 or len(groups) > 2
