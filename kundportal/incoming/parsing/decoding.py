"""Bytes of a mail as text: charsets that nobody knows, words that are half encoded, raw 8 bits."""

from __future__ import annotations

import binascii
import codecs
import re

from kundportal.mail.letters import fold

LONGEST_FIELD = 32_000
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bq])\?([^?]*)\?=", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bq]\?)", re.IGNORECASE)
_ESCAPE = re.compile(rb"=([0-9a-fA-F]{2})")
# What mail programs call them, and what they mean by it: the larger set, as browsers read it.
_MEANT = {
    "us-ascii": "utf-8", "ascii": "utf-8", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "ansi_x3.4-1968": "utf-8", "iso-8859-8-i": "iso-8859-8", "gb2312": "gb18030",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "x-sjis": "cp932", "shift_jis": "cp932",
    "unicode-1-1-utf-7": "utf-7", "x-unknown": "utf-8", "unknown-8bit": "utf-8", "": "utf-8",
}  # fmt: skip
# Codecs that are no charset of a mail; some of them take time that grows with the square.
_NO_CHARSETS = {
    "idna", "punycode", "unicode_escape", "unicode-escape", "raw_unicode_escape",
    "raw-unicode-escape", "undefined", "mbcs", "oem",
}  # fmt: skip


def text_of(raw: bytes, charset: str = "") -> str:
    """The bytes as text. What the charset can't read is read as UTF-8, else as Windows-1252."""
    name = charset.strip(" \t\"'").lower()[:40]
    name = _MEANT.get(name, name)
    if name not in _NO_CHARSETS and name != "utf-8":
        try:
            codec = codecs.lookup(name)  # by which the name may be written in many ways
            if not codec._is_text_encoding or codec.name in _NO_CHARSETS:
                raise LookupError(name)
            return raw.decode(name, "replace")
        except (LookupError, ValueError, UnicodeError):
            pass
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        loose = raw.decode("utf-8", "replace")
        broken = loose.count("\ufffd")
        whole = len(loose) - len(loose.encode("ascii", "ignore")) - broken
        return loose if whole > broken else raw.decode("cp1252", "replace")


def line_of(raw: bytes) -> str:
    """A header's value, decoded, on one line and without control characters."""
    return fold(decoded(text_of(raw[:LONGEST_FIELD])))


def decoded(text: str) -> str:
    """The text with its encoded words (RFC 2047) read; what is no such word stays as it is."""
    if "=?" not in text:
        return text
    return _join(_WORD.split(_BETWEEN_WORDS.sub(r"\1", text)))


def _join(pieces: list[str]) -> str:
    # Words in a row are decoded together, since some programs cut in the middle of a letter.
    found: list[str] = []
    row, row_charset = b"", ""
    for at in range(0, len(pieces), 4):
        plain = pieces[at]
        if plain or at + 1 >= len(pieces):
            found += [text_of(row, row_charset) if row else "", plain]
            row = b""
        if at + 1 < len(pieces):
            charset = pieces[at + 1].partition("*")[0].lower()
            if row and charset != row_charset:
                found.append(text_of(row, row_charset))
                row = b""
            row, row_charset = row + _word(pieces[at + 2], pieces[at + 3]), charset
    return "".join([*found, text_of(row, row_charset) if row else ""])


def _word(how: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if how.lower() == "b":
        return from_base64(raw)
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), raw.replace(b"_", b" "))


def from_base64(raw: bytes) -> bytes:
    """What can be read of it, whatever is missing at the end or stands in between."""
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        clean = re.sub(rb"[^A-Za-z0-9+/]+", b"", raw)
        clean = clean[: len(clean) - (len(clean) % 4 == 1)]
        return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def from_uu(raw: bytes) -> bytes:
    """What can be read of a file as uuencode writes it."""
    _before, begun, rest = raw.partition(b"begin ")
    found: list[bytes] = []
    for line in (rest if begun else raw).splitlines()[1 if begun else 0 :]:
        if line.strip() in {b"end", b"`", b""}:
            if line.strip() == b"end":
                break
            continue
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            found.append(_uu_with_garbage(line))
    return b"".join(found)


def _uu_with_garbage(line: bytes) -> bytes:
    length = (((line[0] - 32) & 63) * 4 + 5) // 3
    try:
        return binascii.a2b_uu(line[:length])
    except binascii.Error:
        return b""
