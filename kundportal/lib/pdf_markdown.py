"""Markdown as paragraphs of a PDF file.

Made from the same tokens as the pages, so what is no HTML there is none here. Nothing is fetched or
opened: pictures are off in the parser, and of a link its address is written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markdown_it.token import Token
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, HRFlowable, Paragraph, Spacer, Table, TableStyle

from kundportal.lib import markdown
from kundportal.lib.pdf_fonts import CODE, TEXT, markup

QUIET, LINE, SUNKEN = HexColor("#4a4f57"), HexColor("#c9ccd1"), HexColor("#f3f2ee")
BASE = ParagraphStyle("text", fontName=TEXT, fontSize=10, leading=14.5, spaceAfter=5,
                      splitLongWords=True, allowWidows=0, allowOrphans=0)  # fmt: skip
TITLE = ParagraphStyle("title", BASE, fontName=f"{TEXT}-b", fontSize=18, leading=23, spaceAfter=8)
HEADINGS = [
    ParagraphStyle(f"h{level}", BASE, fontName=f"{TEXT}-b", fontSize=size, leading=size * 1.35,
                   spaceBefore=5, keepWithNext=False)
    for level, size in enumerate((13, 12, 11, 10.5, 10, 10), start=1)
]  # fmt: skip
CODE_STYLE = ParagraphStyle(
    "code", BASE, fontName=CODE, fontSize=8.5, leading=11.5, backColor=SUNKEN, borderPadding=3,
    spaceBefore=4, spaceAfter=7,
)  # fmt: skip
STEP, DEEPEST = 14, 6
LINES_AT_ONCE = 40
MOST_COLUMNS, LONGEST_CELL = 6, 400
_INLINE = {
    "strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>",
    "s_open": "<strike>", "s_close": "</strike>", "softbreak": "<br/>", "hardbreak": "<br/>",
}  # fmt: skip


def flowables(text: str) -> Iterator[Flowable]:
    """The parts of a text, one after another."""
    yield from _Writer().write(markdown.parse(text))


class _Writer:
    """Walks along the tokens and remembers in which lists and quotations it is."""

    def __init__(self) -> None:
        self.lists: list[int | None] = []  # the next number of each, None for bullets
        self.bullet = ""
        self.quotes = 0
        self.heading = 0

    def write(self, tokens: list[Token]) -> Iterator[Flowable]:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.type == "table_open":
                end = next(n for n in range(at, len(tokens)) if tokens[n].type == "table_close")
                yield from _table(tokens[at:end])
                at = end
            elif token.type == "inline":
                yield self._paragraph(inline(token))
            elif token.type in {"fence", "code_block"}:
                yield from self._code(token.content)
            elif token.type == "hr":
                yield HRFlowable(width="100%", color=LINE, spaceBefore=4, spaceAfter=8)
            else:
                self._enter_or_leave(token)
            at += 1

    def _enter_or_leave(self, token: Token) -> None:
        kind = token.type
        if kind in {"bullet_list_open", "ordered_list_open"}:
            is_ordered = kind == "ordered_list_open"
            self.lists.append(int(token.attrs.get("start", 1)) if is_ordered else None)
        elif kind in {"bullet_list_close", "ordered_list_close"}:
            self.lists.pop()
        elif kind == "list_item_open":
            number = self.lists[-1]
            self.bullet = "•" if number is None else f"{number}."
            self.lists[-1] = None if number is None else number + 1
        elif kind == "blockquote_open":
            self.quotes += 1
        elif kind == "blockquote_close":
            self.quotes -= 1
        elif kind in {"heading_open", "heading_close"}:
            self.heading = int(token.tag[1]) if kind == "heading_open" else 0

    def _paragraph(self, text: str) -> Paragraph:
        base = HEADINGS[self.heading - 1] if self.heading else BASE
        style = ParagraphStyle("here", base, leftIndent=self._indent())
        if self.lists:
            style.bulletIndent = max(style.leftIndent - STEP, 0)
            style.bulletFontName, style.bulletFontSize = TEXT, base.fontSize
            if self.bullet != "•":  # a long number moves the text
                style.leftIndent += max(0, len(self.bullet) - 2) * 6
        if self.quotes:
            style.textColor = QUIET
            style.borderPadding = (0, 0, 0, 6)
        bullet, self.bullet = self.bullet, ""
        return _safe(text, style, bullet=bullet or None)

    def _code(self, content: str) -> Iterator[Flowable]:
        style = ParagraphStyle("here", CODE_STYLE, leftIndent=self._indent())
        lines = content.expandtabs(4).rstrip("\n").split("\n")
        for first in range(0, len(lines), LINES_AT_ONCE):
            shown = (
                markup(line, CODE).replace("  ", "\u00a0 ") for line in
                lines[first : first + LINES_AT_ONCE]
            )  # fmt: skip
            yield _safe("<br/>".join(shown), style)

    def _indent(self) -> int:
        return STEP * min(len(self.lists) + self.quotes, DEEPEST)


def inline(token: Token) -> str:
    """What stands in a paragraph, in reportlab's own marks."""
    parts, addresses = [], []
    for child in token.children or []:
        if child.type in _INLINE:
            parts.append(_INLINE[child.type])
        elif child.type == "code_inline":
            parts.append(f'<font name="{CODE}" size="8.5">{markup(child.content, CODE)}</font>')
        elif child.type == "link_open":
            addresses.append((str(child.attrs.get("href", "")), len(parts)))
        elif child.type == "link_close":
            address, since = addresses.pop()
            if markup(address) != "".join(parts[since:]):
                parts.append(markup(f" ({address})"))
        elif child.content:
            parts.append(markup(child.content))
    return "".join(parts)


def _safe(text: str, style: ParagraphStyle, bullet: str | None = None) -> Paragraph:
    return Paragraph(text or "\u00a0", style, bulletText=bullet)


def _table(tokens: list[Token]) -> Iterator[Flowable]:
    """A table; one that is wide or has long cells becomes a list of its rows."""
    rows: list[list[Token]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    if not rows:
        return
    longest = max(len(cell.content) for row in rows for cell in row)
    if len(rows[0]) <= MOST_COLUMNS and longest <= LONGEST_CELL:
        yield _grid(rows)
        yield Spacer(0, 8)
        return
    heads = [inline(cell) for cell in rows[0]]
    for row in rows[1:]:
        cells = zip(heads, row, strict=False)
        yield _safe("<br/>".join(f"<b>{head}:</b> {inline(cell)}" for head, cell in cells), BASE)


def _grid(rows: list[list[Token]]) -> Table:
    style = ParagraphStyle("cell", BASE, fontSize=9, leading=12, spaceAfter=0)
    head = ParagraphStyle("head", style, fontName=f"{TEXT}-b")
    cells: list[list[Any]] = [
        [_safe(inline(cell), style if at else head) for cell in row] for at, row in enumerate(rows)
    ]
    look = [("GRID", (0, 0), (-1, -1), 0.5, LINE), ("BACKGROUND", (0, 0), (-1, 0), SUNKEN),
            ("VALIGN", (0, 0), (-1, -1), "TOP")]  # fmt: skip
    share = [f"{100 / len(rows[0]):.3f}%"] * len(rows[0])
    return Table(cells, colWidths=share, style=TableStyle(look), repeatRows=1, splitInRow=1)
