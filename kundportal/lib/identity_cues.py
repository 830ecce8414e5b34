"""Words that tell what a number is, and words that tell of protected identity."""

from __future__ import annotations

import re
from collections.abc import Iterator

IDENTITY, PERSON, PHONE, OTHER = "identity", "person", "phone", "other"
NEAR = 36
CLOSE = 14  # so near must a word stand that makes a number something else
# A number's own name, just before it.
_NAMES = {
    IDENTITY: r"person ?-?n(?:umm?e?)?r|pers\.? ?nr|\bp-?nr|\bpn:|samordning|\bcpr"
    r"|f[øö]d(?:sels|else)-? ?n(?:umme)?r|\bf\.? ?nr|\bd-nummer|\bhetu|henkil[öo]tun|\bsotu"
    r"|personbeteckning|identi(?:ty|tets?) ?-?(?:n|code)|\bnational id|\bssn|social security"
    r"|\btf-? ?nummer"
    r"|\bf[öø]dd?t?\b|\bborn",
    PERSON: r"\belev|\bbarn|\bpupil|\bstudent|\bchild|\bson(?:en)?\b|\bdotter|\bvårdnad|\bförälder"
    r"|\bforelder|\bforælder|\boppilas|\bguardian|\bparent|\bpersonen\b",
    PHONE: r"\btel|\btfn|\btlf|\bmob|\bring|\bphone|\bcall|\bsms|\bfax|\bpuh|\bgsm|\bnå mig"
    r"|\bnås|\bswish|\bwhatsapp|\bväxel",
    OTHER: r"order|ordre|tilaus|best[äi]ll|bestnr|best\.|rekvisi|faktura|invoice|\bocr\b|\breferens"
    r"|\bref\b|artik|\bart\b|\bserie|\bserial|\bs/n|konto|\baccount|\biban|giro|\bbg\b|\bpg\b"
    r"|bank|\borg(?:anis\w*)?[.-]?\s?n|\bcvr|tunnus|version|\bbuild|licen[sc]|paket|\bspår"
    r"|tracking|kolli|leverans|avtal|contract|offert|diarie|\bdnr|\bkort|\bcard|\bisbn|\bean\b"
    r"|skolenhet|timestamp|tidsst|\btrace|\btransa|inventarie|\bmodell"
    r"|(?:kund|customer|ärende|sak|case|ticket|produkt|sessions?)e?[ns]?[- ]?"
    r"(?:n(?:umme|umbe)?r|no|id)",
}  # fmt: skip
_NAME = re.compile(
    "|".join(f"(?P<{name}>(?:{words})\\w*)" for name, words in _NAMES.items()), re.IGNORECASE
)
_END_OF_SENTENCE = re.compile(r"[.!?;] |\n")
# A mobile phone of Sweden or Finland, written in one.
MOBILE = re.compile(r"0[457]0[1-9]\d{6}")

_PROTECTED = re.compile(
    r"\bskydda(?:d|de|t|ts)?\s{1,4}(?:identitet|id\b|folkbokföring|person-?\s?uppgift|adress)\w{0,8}"
    r"|\bskyddade?-?\s?identitet\w{0,6}"
    r"|\bsekretess-?\s?(?:markering|markera|märk)\w{0,8}"
    r"|\bspärr-?markera?\w{0,8}"
    r"|\bfinger(?:ad|ade|at)\s{1,4}(?:person-?\s?uppgift|identitet|uppgift)\w{0,8}"
    r"|(?<![\w-])kode\s{0,2}[67](?:\s?/\s?7)?(?![\w,.-]?\d|\w)"
    r"|\badresse-?sperr(?:e|et|en|a|ing)\w{0,3}|\bsperret\s{1,4}adresse"
    r"|\b(?:strengt\s{1,4})?fortrolig\s{1,4}adresse\w{0,3}|\bgradert\s{1,4}adresse\w{0,3}"
    r"|\b(?:skjult|hemmelig|beskyttet)\s{1,4}(?:adresse|identitet)\w{0,3}"
    r"|\b(?:navne-?\s{0,3}(?:og|&)\s{0,3})?adresse-?\s?beskytte(?:t|de|lse)\w{0,3}"
    r"|\bturvakiel(?:to|lo|ta|loi)\w{0,8}"
    r"|\bprotected\s{1,4}(?:identit(?:y|ies)|personal\s{1,4}(?:data|information|details)"
    r"|population\s{1,4}registration|address)"
    r"|\b(?:confidentiality|secrecy)\s{1,4}mark(?:ing|ed|er)s?\b"
    r"|\bnon-?disclosure\s{1,4}for\s{1,4}personal\s{1,4}safety"
    r"|\b(?:fictitious|assumed)\s{1,4}(?:personal\s{1,4}data|identit(?:y|ies))"
    r"|\bauskunftssperre\w{0,2}",
    re.IGNORECASE,
)


def before(text: str, start: int) -> str:
    """What the nearest word that names numbers, in the same sentence, says of the one there."""
    near = text[max(0, start - NEAR) : start]
    near = _END_OF_SENTENCE.split(near)[-1]
    said = ""
    for match in _NAME.finditer(near):
        kind = match.lastgroup or ""
        if kind in {IDENTITY, PERSON} or len(near) - match.end() <= CLOSE:
            said = kind
    return said


def protected(text: str) -> Iterator[re.Match[str]]:
    """The words of protected identity in a text."""
    return _PROTECTED.finditer(text)
