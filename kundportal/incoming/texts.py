"""The text of a mail: the part that a person wrote, as Markdown or plain, in bounded time."""

from __future__ import annotations

import re
from html import unescape

from markdownify import MarkdownConverter

from kundportal.incoming.mime import Part
from kundportal.mail.letters import clean

LONGEST_TEXT = 200_000  # letters that are kept of a text
LONGEST_HTML = 1_000_000
LONGEST_CLEAN_HTML = 300_000  # without scripts, styles and remarks
_HEAVIEST = re.compile(r"<(style|script|head|title|o:p)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.I)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!\[.*?(?:\]>|\Z)", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]*>", re.I)
_TAG = re.compile(r"<[^<>]*>")


def text_parts(root: Part) -> list[Part]:
    """The parts that make up what is read, in order; of alternatives the best one alone."""
    return _chosen(root)


def text_in(root: Part) -> str:
    """All that a reader of the mail would have read, at most LONGEST_TEXT letters of it."""
    found: list[str] = []
    left = LONGEST_TEXT
    for part in text_parts(root):
        text = clean(_read(part)).strip("\n")[:left]
        if text.strip():
            found.append(text.rstrip())
            left -= len(text)
        if left <= 0:
            break
    return "\n\n".join(found)


def _chosen(part: Part) -> list[Part]:
    if part.kind == "multipart/alternative" and part.parts:
        return _best([_chosen(inner) for inner in part.parts])
    if part.kind == "multipart/related" and part.parts:
        return _chosen(part.parts[0])
    if part.parts and not part.kind.startswith("message/"):
        return [one for inner in part.parts for one in _chosen(inner)]
    return [part] if is_text(part) else []


def _best(choices: list[list[Part]]) -> list[Part]:
    plain = [one for one in choices if one and all(p.kind != "text/html" for p in one)]
    rich = [one for one in choices if one and one not in plain]
    said = next((one for one in plain if any(p.text(4_000).strip() for p in one)), None)
    return said or (rich or plain or [[]])[0]


def is_text(part: Part) -> bool:
    """Whether the part is there to be read, and not a file."""
    if part.kind not in {"text/plain", "text/html", "text/enriched", "text/markdown"}:
        return False
    return not part.header("content-disposition").lower().startswith("attachment") and not (
        part.parameter("filename", "content-disposition") or part.parameter("name")
    )


def _read(part: Part) -> str:
    if part.kind == "text/html":
        return from_html(part.text(2 * LONGEST_HTML)[:LONGEST_HTML])
    text = part.text(4 * LONGEST_TEXT)[: 2 * LONGEST_TEXT]
    if part.parameter("format").lower() == "flowed":
        return unflowed(text, spaces_go=part.parameter("delsp").lower() == "yes")
    return text


def unflowed(text: str, *, spaces_go: bool = False) -> str:
    """The text with the lines joined that were cut for the way alone (RFC 3676)."""
    lines: list[tuple[int, list[str]]] = []
    is_open = False
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        said = line[depth:].removeprefix(" ")
        goes_on = said.endswith(" ") and said != "-- "
        piece = said[:-1] if goes_on and spaces_go else said
        if is_open and lines[-1][0] == depth and said != "-- ":
            lines[-1][1].append(piece)
        else:
            lines.append((depth, [piece]))
        is_open = goes_on
    return "\n".join(_flowed_line(depth, "".join(pieces)) for depth, pieces in lines)


def _flowed_line(depth: int, said: str) -> str:
    if depth:
        return f"{'>' * depth} {said}".rstrip()
    return said if said == "-- " else said.rstrip()


def from_html(html: str) -> str:
    """HTML as Markdown; where that can't be done, its bare text."""
    html = _COMMENT.sub("", _HEAVIEST.sub("", html))[:LONGEST_CLEAN_HTML]
    try:
        found = MarkdownConverter(
            bs4_options="lxml", heading_style="atx", bullets="-",
            escape_underscores=False, escape_asterisks=False, strip=["img"],
        ).convert(html)  # fmt: skip
    except Exception:  # noqa: BLE001 (deep nesting, among what else a stranger may send)
        found = unescape(_TAG.sub("", _BREAK.sub("\n", html)))
    found = "\n".join(line.rstrip() for line in found.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", found).strip()
