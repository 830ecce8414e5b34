"""The fonts of our PDF files, and which of them has a sign.

They come as a Python package and are embedded, so nothing is looked for on the machine.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib import import_module
from io import BytesIO
from itertools import groupby
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

TEXT, CODE, OTHER = "Text", "Code", "Other"
_FILES = {
    TEXT: "NotoSans_Regular",
    f"{TEXT}-b": "NotoSans_Bold",
    f"{TEXT}-i": "NotoSans_Italic",
    f"{TEXT}-bi": "NotoSans_BoldItalic",
    CODE: "CascadiaMono_Regular",
    OTHER: "FiraGO_Regular",
}
_BOX = "▯"
# What joins, colours or chooses the form of the sign beside it, and has no form of its own.
_FORMLESS = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad",
             *map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0x1F3FB, 0x1F400))}  # fmt: skip


@cache
def register() -> dict[str, frozenset[int]]:
    """Makes the fonts known; says which signs each has."""
    signs = {}
    for name, module in _FILES.items():
        font = TTFont(name, BytesIO(import_module(f"pymupdf_fonts.{module}").fontbuffer))
        pdfmetrics.registerFont(font)
        signs[name] = frozenset(font.face.charToGlyph)
    pdfmetrics.registerFontFamily(TEXT, TEXT, f"{TEXT}-b", f"{TEXT}-i", f"{TEXT}-bi")
    for name in (CODE, OTHER):
        pdfmetrics.registerFontFamily(name, name, name, name, name)
    return {name: signs[name] for name in (TEXT, CODE, OTHER)}


def markup(text: str, font: str = TEXT) -> str:
    """The text for reportlab's paragraphs: nothing in it is a tag, every sign has a form."""
    has = register()
    if has[font].issuperset(map(ord, text)):
        return escape(text)
    named = "".join(_shown(sign) for sign in text)
    parts = []
    for wanted, signs in groupby(named, key=lambda sign: _font_of(sign, font)):
        part = escape("".join(signs))
        parts.append(part if wanted == font else f'<font name="{wanted}">{part}</font>')
    return "".join(parts)


def plain(text: str) -> str:
    """The text with signs that the text font has, for lines that are drawn as they are."""
    has = register()[TEXT]
    return "".join(sign if ord(sign) in has else "?" for sign in map(_shown, text) if sign)[:200]


def _font_of(sign: str, font: str) -> str:
    has = register()
    return next((one for one in (font, TEXT, OTHER) if ord(sign) in has[one]), font)


@lru_cache(maxsize=4096)
def _shown(sign: str) -> str:
    """The sign, or what stands for one that no font has: its name if it is a picture."""
    if any(ord(sign) in signs for signs in register().values()):
        return sign
    category = unicodedata.category(sign)
    if sign in _FORMLESS or category[0] in "CM":
        return ""
    if category == "Zs":
        return " "
    if category == "So" and (name := unicodedata.name(sign, "")):
        return f"[{name.lower()}]"
    return _BOX
