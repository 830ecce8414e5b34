"""Sees through domains that are written in other letters than they seem to be.

A domain such as `gmаil.com` with a Cyrillic а is another domain than the one that it looks like.
`seen_as` gives what a reader sees, in plain letters.
"""

from __future__ import annotations

import unicodedata

_LOOKS_LIKE = str.maketrans(
    {
        # Cyrillic
        "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "һ": "h", "н": "h", "і": "i",
        "ї": "i", "ј": "j", "к": "k", "ӏ": "l", "м": "m", "п": "n", "о": "o", "р": "p", "ԛ": "q",
        "г": "r", "ѕ": "s", "т": "t", "у": "y", "ү": "y", "ѵ": "v", "ԝ": "w", "х": "x",
        # Greek
        "α": "a", "β": "b", "ϲ": "c", "ε": "e", "η": "n", "ι": "i", "ϳ": "j", "κ": "k", "ν": "v",
        "ο": "o", "ρ": "p", "σ": "o", "τ": "t", "υ": "u", "χ": "x", "γ": "y", "ω": "w",
        # Armenian
        "օ": "o", "ո": "n", "ս": "u", "հ": "h", "յ": "j", "ց": "g", "զ": "q",
        # Latin letters that are no letter and a mark
        "ɑ": "a", "ƅ": "b", "đ": "d", "ɖ": "d", "ə": "e", "ɡ": "g", "ɢ": "g", "ħ": "h", "ı": "i",
        "ɩ": "i", "ł": "l", "ɭ": "l", "ʟ": "l", "ᴍ": "m", "ɱ": "m", "ɴ": "n", "ŋ": "n", "ø": "o",
        "ᴏ": "o", "ɔ": "o", "ꜱ": "s", "ŧ": "t", "ᴛ": "t", "ʋ": "u", "ᴠ": "v", "ᴡ": "w", "ʏ": "y",
        "æ": "ae", "œ": "oe", "ß": "ss",
    }
)  # fmt: skip


def tidied(domain: str) -> str:
    """The domain without what can't be seen, in lower case and in one form of each letter."""
    text = unicodedata.normalize("NFKC", domain)
    text = "".join(one for one in text if unicodedata.category(one) not in {"Cf", "Cc"})
    return text.replace("。", ".").replace("｡", ".").lower().strip(". \t")


def seen_as(domain: str) -> str:
    """What the domain looks like to a reader."""
    whole = ".".join(_in_letters(label) for label in tidied(domain).split("."))
    apart = unicodedata.normalize("NFKD", whole.casefold().translate(_LOOKS_LIKE))
    plain = "".join(one for one in apart if not unicodedata.combining(one))
    return plain.translate(_LOOKS_LIKE)


def _in_letters(label: str) -> str:
    """A label such as `xn--gmil-63d` in the letters that browsers and mail programs show."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
