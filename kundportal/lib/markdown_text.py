"""Markdown as plain text, as the text part of a mail shows it.

Made from the same tokens as the pages: marks are gone, addresses of links are written out, and
lists, quotations and tables are still told from paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from kundportal.lib import markdown

DEEPEST = 6
_BREAKS = {"softbreak": "\n", "hardbreak": "\n"}


def plain(text: str) -> str:
    """The whole text, with empty lines between its paragraphs."""
    return "\n".join(_Writer().write(markdown.parse(text)))


def words(text: str) -> str:
    """What it says alone, on one line and without addresses."""
    return words_of(markdown.parse(text))


def words_of(tokens: Iterable[Token]) -> str:
    """The same of some of its tokens."""
    parts = []
    for token in tokens:
        inner = token.children or [token]
        parts += [_BREAKS.get(child.type, child.content) for child in inner]
        parts.append(" ")
    return " ".join("".join(parts).split())


class _Writer:
    """Walks along the tokens and remembers in which lists and quotations it is."""

    def __init__(self) -> None:
        self.places: list[str] = []  # what stands before a line, the outermost first
        self.numbers: list[int | None] = []  # the next one of each list, None for bullets
        self.gap: int | None = None  # an empty line is due, before which so many places stand

    def write(self, tokens: list[Token]) -> Iterator[str]:
        row: list[str] | None = None
        for at, token in enumerate(tokens):
            if token.type == "inline" and row is not None:
                row.append(inline(token).replace("\n", " "))
            elif token.type == "inline":
                # In a list without empty lines the paragraphs are hidden.
                yield from self._lines(inline(token), is_apart=not tokens[at - 1].hidden)
            elif token.type in {"fence", "code_block", "hr"}:
                yield from self._lines(token.content.rstrip("\n") or token.markup)
            elif token.type == "tr_open":
                row = []
            elif token.type == "tr_close":
                yield from self._lines(" | ".join(row or []), is_apart=False)
                row = None
            elif token.nesting == 1:
                self._enter(token)
            elif token.nesting == -1:
                self._leave(token)

    def _enter(self, token: Token) -> None:
        if token.type == "ordered_list_open":
            self.numbers.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            self.numbers.append(None)
        elif token.type == "list_item_open":
            number = self.numbers[-1]
            self.places.append("- " if number is None else f"{number}. ")
            self.numbers[-1] = None if number is None else number + 1
        elif token.type == "blockquote_open":
            self.places.append("> ")

    def _leave(self, token: Token) -> None:
        if token.type in {"list_item_close", "blockquote_close"}:
            self.places.pop()
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self.numbers.pop()
        if not self.numbers and token.type in {
            "bullet_list_close", "ordered_list_close", "table_close",
        }:  # fmt: skip
            self.gap = len(self.places)
        if self.gap is not None:
            self.gap = min(self.gap, len(self.places))

    def _lines(self, text: str, *, is_apart: bool = True) -> Iterator[str]:
        if self.gap is not None:
            yield "".join(_again(self.places[: self.gap][:DEEPEST])).rstrip()
        for line in text.split("\n"):
            yield "".join(self.places[:DEEPEST]) + line
            self.places = _again(self.places)
        self.gap = len(self.places) if is_apart else None


def _again(places: list[str]) -> list[str]:
    """The same before a further line: a bullet stands before the first alone."""
    return [one if one == "> " else " " * len(one) for one in places]


def inline(token: Token) -> str:
    """What stands in a paragraph, with the address behind the words of each link."""
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    for child in token.children or []:
        if child.type == "link_open":
            links.append((str(child.attrs.get("href", "")), len(parts)))
        elif child.type == "link_close":
            address, since = links.pop()
            shown = "".join(parts[since:])
            if address.removeprefix("mailto:") != shown:
                parts.append(f" ({address})")
        else:
            parts.append(_BREAKS.get(child.type, child.content))
    return "".join(parts)
