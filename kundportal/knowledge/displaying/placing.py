"""Where the files, links and tables of an article lead and stand, in its tokens themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from markdown_it.token import Token

from kundportal.lib.markdown_text import words_of

FILMS = (".mp4", ".m4v", ".webm", ".ogv")
_LONGEST_NAME = 120


def is_film(name: str) -> bool:
    return name.lower().endswith(FILMS)


def captions(film: str) -> str:
    """The file with what is said in a film."""
    return film.rpartition(".")[0] + ".vtt"


def place(tokens: list[Token], places: Mapping[str, str]) -> None:
    """Has files, links and tables written as they are shown, in the tokens themselves."""
    is_in_steps = 0
    for at, token in enumerate(tokens):
        if token.type == "inline":
            token.children = _placed(token.children or [], places)
            _frame(tokens[at - 1 : at + 2], places)
        elif token.type in {"fence", "code_block"}:
            token.info = ""
            token.attrSet("tabindex", "0")  # whoever has no mouse scrolls it as well
        elif token.type == "table_open":
            _label(tokens, at)
        elif token.type.startswith("container_steps_"):
            is_in_steps += token.nesting
        elif token.type == "ordered_list_open" and is_in_steps:
            token.attrSet("role", "list")  # some browsers forget it when its numbers are drawn


def _placed(children: list[Token], places: Mapping[str, str]) -> list[Token]:
    shown: list[Token] = []
    leads: list[bool] = []  # whether each link that is open leads anywhere
    for child in children:
        if child.type == "link_open":
            leads.append(_lead(child, places))
        elif child.type == "image":
            shown += _pictured(child, places, is_linked=any(leads))
            continue
        if child.type in {"link_open", "link_close"}:
            child.hidden = not leads[-1]
            if child.type == "link_close" and leads.pop():
                shown += _kind(shown)
        shown.append(child)
    return shown


def _lead(link: Token, places: Mapping[str, str]) -> bool:
    """Has a link lead where it is to; says whether it leads anywhere."""
    address = str(link.attrGet("href") or "")
    link.attrs.pop("title", None)
    if address.startswith(("file:", "article:")):
        link.meta["file"] = unquote(address)
        found = places.get(unquote(address), "")
        link.attrSet("href", found)
        return bool(found)
    if address.startswith(("http:", "https:", "//")):
        link.attrSet("rel", "external noopener noreferrer")
    return bool(address)


def _kind(shown: list[Token]) -> list[Token]:
    """After the words of a file, what kind it is."""
    link = next(token for token in reversed(shown) if token.type == "link_open")
    name = str(link.meta.get("file", ""))
    kind = name.rpartition(".")[2].upper() if name.startswith("file:") else ""
    if not kind or is_film(name) or len(kind) > 5 or shown[-1].content.upper().endswith(kind):
        return []
    return [Token("text", "", 0, content=f" ({kind})")]


def _pictured(picture: Token, places: Mapping[str, str], *, is_linked: bool) -> list[Token]:
    """A picture of the article; one from elsewhere is not fetched, but led to."""
    source, words = unquote(str(picture.attrGet("src") or "")), picture.content
    if (found := places.get(source)) and not is_film(source):
        picture.attrs = {"src": found, "alt": "", "loading": "lazy", **_titled(picture)}
        return [picture]
    text = Token("text", "", 0, content=words)
    link = Token("link_open", "a", 1, attrs={"href": str(picture.attrGet("src") or "")})
    if is_linked or not _lead(link, places):
        return [text]
    text.content = words or source.removeprefix("file:")
    return [link, text, Token("link_close", "a", -1)]


def _titled(picture: Token) -> dict[str, Any]:
    title = picture.attrGet("title")
    return {"title": title} if title else {}


def _frame(block: list[Token], places: Mapping[str, str]) -> None:
    """A picture with a title, or a film, that stands alone gets a frame with its words below."""
    opens, inline, closes = block
    if opens.type != "paragraph_open":
        return
    children = inline.children or []
    first = children[0] if children else None
    if first is None:
        return
    if first.type == "image" and len(children) == 1 and (title := first.attrs.pop("title", "")):
        inline.children = [first, *_caption([Token("text", "", 0, content=str(title))])]
    elif (
        first.type == "link_open"
        and children[-1].type == "link_close"
        and sum(child.type == "link_open" for child in children) == 1
        and not first.hidden
        and is_film(first.meta.get("file", ""))
    ):
        inline.children = [*_film(first, words_of([inline]), places), *_caption(children)]
    else:
        return
    opens.tag = closes.tag = "figure"
    opens.hidden = closes.hidden = False


def _film(link: Token, words: str, places: Mapping[str, str]) -> list[Token]:
    attributes: dict[str, Any] = {
        "src": link.attrGet("href"),
        "controls": "",
        "preload": "metadata",
    }
    track = places.get(captions(str(link.meta["file"])))
    spoken: dict[str, Any] = {"kind": "captions", "src": track or "", "default": ""}
    inside = [Token("track_open", "track", 1, attrs=spoken)] if track else []
    opens = Token("film_open", "video", 1, attrs={**attributes, "aria-label": words})
    return [opens, *inside, Token("film_close", "video", -1)]


def _caption(inside: list[Token]) -> list[Token]:
    opens = Token("caption_open", "figcaption", 1, attrs={"class": "quiet"})
    return [opens, *inside, Token("caption_close", "figcaption", -1)]


def _label(tokens: list[Token], at: int) -> None:
    """A table scrolls in a box of its own, named by its columns; its cells know their headings."""
    names: list[str] = []
    row_is_named, is_first = False, False
    for here in range(at, len(tokens) - 2):
        token, after = tokens[here], tokens[here + 1]
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            is_first = True
        elif token.type == "th_open":
            row_is_named |= is_first and not after.content
            token.attrSet("scope", "col")
            names += [words_of([after])] if after.content else []
            is_first = False
        elif token.type == "td_open":
            if is_first and row_is_named and after.content:
                token.tag = tokens[here + 2].tag = "th"
                token.attrSet("scope", "row")
            is_first = False
    tokens[at].meta["label"] = ", ".join(names)[:_LONGEST_NAME]
