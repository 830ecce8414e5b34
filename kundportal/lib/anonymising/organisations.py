"""Municipalities, schools and other organisations in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kundportal.lib.anonymising.kinds import Kind, Span

_BIG = "A-ZÅÄÖÆØÜÉ"
_WORD = rf"[{_BIG}][\wåäö]{{1,40}}"
_END = r"(?=s?(?!\w))"  # the genitive's s stays
# Words of an organisation's name that others have as well.
_GENERIC_WORDS = """
    kommun kommunen kommune stad stads region regionen skola skolan skolor friskola friskolan
    friskolor förskola förskolan grundskola grundskolan gymnasium gymnasiet gymnasieskola ab
    aktiebolag ek för stiftelse stiftelsen utbildning utbildningsförvaltning barn och i på av den
    det the school as municipality academy norra södra östra västra stora lilla nya sankt sankta
    montessori fria grupp internationella svenska koncernen förbund kommunalförbund
    utbildningsförbund koncept lärande
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_TOWN = re.compile(rf"(?<!\w){_WORD}(?:[ -]{_WORD})?[ \u00a0](?:kommun|stad|kommune){_END}")
_REGION = re.compile(rf"(?<!\w)(?:Region|Landstinget)[ \u00a0]{_WORD}(?: {_WORD})?")
_SCHOOL = re.compile(
    rf"(?<!\w)(?:[Ff]örskolan?|[Ff]riskolan?|[Ss]kolan|[Ff]ritidshemmet|[Gg]ymnasiet) {_WORD}{_END}"
    rf"|(?<!\w)(?:S:ta? )?{_WORD}s (?:fri|för|gymnasie|montessori|grund)?(?:skola|gymnasium){_END}"
    rf"|(?<!\w)(?:[{_BIG}][\wåäö:]{{0,40}} )?"
    rf"(?P<last>[{_BIG}][\wåäö-]{{2,40}}(?:skolan|gymnasiet|skola|gymnasium|fritidshem(?:met)?)){_END}"
)
_KINDS_OF_SCHOOL = re.compile(
    r"(?:grund|sär|gymnasie|för|fri|låg|mellan|hög|special|same|folkhög|anpassade?|vux|musik|kultur"
    r"|yrkes|natur|simm?|sommar|fritids|resurs|språk|världs|hem|små|distans)(?:grund|gymnasie)?"
    r"(?:skolan|skola|gymnasiet)",
    re.IGNORECASE,
)


def known(text: str, names: Iterable[str]) -> Iterator[Span]:
    """An organisation that is known: its whole name, and the part of it that no other has."""
    for name in names:
        whole = re.escape(name.strip()).replace("\\ ", r"[ \u00a0]+")
        if not name.strip():
            continue
        kind = kind_of(name)
        pattern = rf"(?<!\w){whole}(?=s?(?!\w))"
        yield from _all(re.compile(pattern, re.IGNORECASE), text, kind)
        for stem in stems_of(name):
            ending = r"(?:s?[a-zåäö]*)" if len(stem) > 5 else r"(?:bor(?:na)?)?"
            own = rf"(?<!\w)(?:{re.escape(stem)}|{re.escape(stem.upper())})"
            yield from _all(re.compile(rf"{own}(?=s?(?!\w))"), text, kind)
            yield from _all(re.compile(rf"{own}{ending}(?!\w)"), text, kind)


def others(text: str, names: Iterable[str]) -> Iterator[Span]:
    """Organisations by their whole names, however many: parts of them may be any words."""
    wanted = sorted({name.strip() for name in names if len(name.strip()) > 3}, key=len)
    if wanted:
        whole = "|".join(re.escape(name).replace("\\ ", r"[ \u00a0\n]+") for name in wanted[::-1])
        for match in re.finditer(rf"(?<!\w)(?:{whole}){_END}", text):
            yield Span(match.start(), match.end(), kind_of(match[0]))


def unknown(text: str) -> Iterator[Span]:
    """Municipalities and schools by how they are called."""
    yield from _all(_TOWN, text, Kind.ORGANISATION)
    yield from _all(_REGION, text, Kind.ORGANISATION)
    for match in _SCHOOL.finditer(text):
        if not (match["last"] and _KINDS_OF_SCHOOL.fullmatch(match["last"])):
            yield Span(match.start(), match.end(), Kind.SCHOOL)


def kind_of(name: str) -> Kind:
    is_school = re.search(r"skola|gymnasi|school", name, re.IGNORECASE)
    return Kind.SCHOOL if is_school else Kind.ORGANISATION


def stems_of(name: str) -> Iterator[str]:
    """ "Lillköping" of "Lillköpings kommun", "Lyktan" of "Friskolan Lyktan"."""
    words = [word for word in re.split(r"[\s,/&()-]+", name) if word]
    is_town = any(word.lower() in {"kommun", "stad", "kommune"} for word in words)
    for word in words:
        if word.lower() in _GENERIC or len(word) < 3:
            continue
        is_genitive = is_town and word.endswith("s") and not word.endswith(("ås", "äs", "fors"))
        yield word[:-1] if is_genitive and len(word) > 4 else word


def _all(pattern: re.Pattern[str], text: str, kind: Kind) -> Iterator[Span]:
    for match in pattern.finditer(text):
        yield Span(match.start(), match.end(), kind)
