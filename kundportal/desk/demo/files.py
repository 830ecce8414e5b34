"""The files that people in the demo attach: a picture of a screen, a table, a printed page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

NAMES = {"bild": "skarmbild.png", "tabell": "underlag.csv", "pdf": "utskrift.pdf"}
KINDS = {"bild": "image/png", "tabell": "text/csv", "pdf": "application/pdf"}
INK, QUIET, LINE, PAPER, ALARM = "#1b2430", "#6a7480", "#d5d9de", "#ffffff", "#a3282d"


def upload(kind: str, title: str) -> SimpleUploadedFile:
    made: dict[str, Callable[[str], bytes]] = {"bild": _picture, "tabell": _table, "pdf": _page}
    return SimpleUploadedFile(NAMES[kind], made[kind](title), KINDS[kind])


@cache
def _picture(title: str) -> bytes:
    """A window with a list and a message of a fault."""
    image = Image.new("RGB", (960, 600), "#eef0f2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 960, 52), fill="#1f4b6e")
    draw.text((24, 14), "Skolverkstan", fill=PAPER, font=font(20))
    draw.rounded_rectangle((24, 76, 936, 576), 8, fill=PAPER, outline=LINE)
    for row in range(9):
        y = 100 + row * 50
        draw.rounded_rectangle((48, y, 48 + 180 + row * 37 % 140, y + 14), 4, fill=LINE)
        draw.rounded_rectangle((460, y, 460 + 90 + row * 53 % 110, y + 14), 4, fill=LINE)
        draw.line((48, y + 32, 912, y + 32), fill="#eef0f2")
    draw.rounded_rectangle((200, 220, 760, 390), 8, fill=PAPER, outline=ALARM, width=2)
    draw.text((228, 246), "Något gick fel", fill=ALARM, font=font(24))
    draw.text((228, 292), _cut(title, 52), fill=INK, font=font(18))
    draw.text((228, 336), "Försök igen eller kontakta administratören.", fill=QUIET, font=font(16))
    target = BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


@cache
def _page(title: str) -> bytes:
    """One page with a heading and lines, as somebody would print it."""
    image = Image.new("RGB", (827, 1169), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((80, 90), _cut(title, 44), fill=INK, font=font(28))
    draw.text((80, 140), "Utskrift utan personuppgifter", fill=QUIET, font=font(18))
    draw.line((80, 180, 747, 180), fill=LINE, width=2)
    for row in range(24):
        y = 214 + row * 34
        draw.rounded_rectangle((80, y, 380 + row * 71 % 360, y + 10), 4, fill=LINE)
    target = BytesIO()
    image.save(target, "PDF", resolution=100, title=title)
    return target.getvalue()


def _table(title: str) -> bytes:
    rows = ["Rad;Enhet;Grupp;Antal;Kommentar"]
    rows += [
        f"{n};{5000 + n * 7};{6 + n % 4}{'ABC'[n % 3]};{18 + n * 5 % 11};" for n in range(1, 42)
    ]
    rows[3] += "avvisad"
    return ("\ufeff" + f"# {title}\r\n" + "\r\n".join(rows) + "\r\n").encode()


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
