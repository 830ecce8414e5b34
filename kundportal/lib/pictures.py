"""Takes out of a picture what tells where and by whom it was taken. Its pixels stay as they are.

A camera writes its position into Exif, XMP and IPTC. Those parts are left out when the file is
copied; only the orientation is written anew, where it matters. Nothing is compressed again, which
is why no imaging library does this for us.
"""

from __future__ import annotations

import re
import struct
from zlib import crc32

from PIL import Image

ORIENTATION = 0x0112
# Of a JPEG: what draws it, JFIF, the colour profile, and Adobe's word on how colours are stored.
KEPT_APPS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
SEGMENTS = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)
KEPT_IN_PNG = re.compile(rb"IHDR|PLTE|IDAT|IEND|tRNS|cHRM|gAMA|iCCP|sBIT|sRGB|cICP|mDCV|cLLI|bKGD|"
                         rb"pHYs|acTL|fcTL|fdAT")  # fmt: skip
KEPT_IN_WEBP = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
EXIF_FLAG, XMP_FLAG = 0x08, 0x04
XMP_IN_GIF = re.compile(rb"!\xff\x0bXMP DataXMP.*?\x01\xff\xfe.*?\x02\x01\x00\x00", re.DOTALL)


class Unreadable(ValueError):
    """The picture is not put together as its kind demands."""


def without_whereabouts(content: bytes, kind: str, orientation: int) -> bytes:
    """The same picture without Exif, XMP, IPTC and comments."""
    exif = _exif(orientation) if orientation in range(2, 9) else b""
    try:
        if kind == "image/jpeg":
            return _jpeg(content, exif)
        if kind == "image/png":
            return _png(content, exif)
        if kind == "image/webp":
            return _webp(content, exif)
    except (struct.error, IndexError, ValueError) as error:
        raise Unreadable from error
    return XMP_IN_GIF.sub(b"", content)


def orientation_of(picture: Image.Image) -> int:
    """How the picture is to be turned, 1 for not at all."""
    try:
        turned = picture.getexif().get(ORIENTATION, 1)
    except (OSError, ValueError, SyntaxError, struct.error, KeyError, TypeError, IndexError):
        return 1
    return turned if isinstance(turned, int) else 1


def _exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return exif.tobytes().removeprefix(b"Exif\0\0")


def _jpeg(content: bytes, exif: bytes) -> bytes:
    if content[:2] != b"\xff\xd8":
        raise Unreadable
    parts, at = [content[:2]], 2
    if exif:
        body = b"Exif\0\0" + exif
        parts.append(b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body)
    while found := SEGMENTS.search(content, at):
        marker = found[1][0]
        parts.append(content[at : found.start()])  # the drawing itself, after its header
        if marker == 0xD9:  # what follows the end may be a second picture with an Exif of its own
            return b"".join([*parts, b"\xff\xd9"])
        start = found.end()
        (length,) = struct.unpack_from(">H", content, start)
        if length < 2 or start + length > len(content):
            raise Unreadable
        at = start + length
        if _is_kept(marker, content[start + 2 : start + 16]):
            parts.append(b"\xff" + content[start - 1 : at])
    return b"".join([*parts, content[at:]])


def _is_kept(marker: int, begins: bytes) -> bool:
    if marker == 0xFE:
        return False
    if 0xE0 <= marker <= 0xEF:
        return marker in KEPT_APPS and begins.startswith(KEPT_APPS[marker])
    return True


def _png(content: bytes, exif: bytes) -> bytes:
    parts, at, is_first = [content[:8]], 8, True
    while at < len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise Unreadable
        if KEPT_IN_PNG.fullmatch(name):
            parts.append(content[at:end])
        if is_first and exif:
            sum_ = struct.pack(">I", crc32(b"eXIf" + exif))
            parts.append(struct.pack(">I", len(exif)) + b"eXIf" + exif + sum_)
        if name == b"IEND":
            break
        at, is_first = end, False
    return b"".join(parts)


def _webp(content: bytes, exif: bytes) -> bytes:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise Unreadable
    parts, at = [], 12
    until = min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    while at + 8 <= until:
        name, length = struct.unpack_from("<4sI", content, at)
        end = at + 8 + length
        if end > until:
            raise Unreadable
        chunk = content[at:end]
        if name == b"VP8X":
            flags = chunk[8] & ~(EXIF_FLAG | XMP_FLAG) | (EXIF_FLAG if exif else 0)
            chunk = chunk[:8] + bytes([flags]) + chunk[9:]
        if name in KEPT_IN_WEBP:
            parts.append(chunk + b"\0" * (length % 2))
        at = end + length % 2
    if exif and parts and parts[0].startswith(b"VP8X"):
        parts.append(b"EXIF" + struct.pack("<I", len(exif)) + exif + b"\0" * (len(exif) % 2))
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body
