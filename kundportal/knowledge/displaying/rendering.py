"""Articles as pages show them: Markdown made into safe HTML, and what of it is plain text.

Besides Markdown there are callouts (`::: note`, `tip` or `warning`, with a title if one likes),
numbered steps (`::: steps` around a list), files of the article (`![words](file:name.png)`),
other articles (`[words](article:12)`) and facts that settings decide (`{decision_days}`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

import nh3
from django.utils.html import escape
from django.utils.translation import get_language
from markdown_it.token import Token
from markupsafe import Markup

from kundportal.knowledge.displaying import markup, placing
from kundportal.knowledge.displaying.facts import filled
from kundportal.lib import markdown
from kundportal.lib.markdown_text import words_of

LONGEST = 40_000  # signs of an article that are read as Markdown; the rest is shown as it is
# What turns the direction of the page around, and what no database takes.
_HARMFUL = re.compile("[\0\u202a-\u202e\u2066-\u2069]")
_NAMED = re.compile(r"<((?:file|article):[^<>\n]+)>|((?:file|article):[^\s()<>\"']+)")

Address = Callable[[str], str | None]
Addresses = Callable[[set[int]], Mapping[int, str]]


@dataclass(frozen=True)
class Heading:
    level: int
    anchor: str
    title: str


@dataclass(frozen=True)
class Rendered:
    html: Markup
    contents: list[Heading]


@dataclass
class Section:
    """What stands below a heading; before the first one, without title and anchor."""

    anchor: str
    title: str
    text: str = ""
    _blocks: list[str] = field(default_factory=list, repr=False)


def render(
    text: str,
    *,
    address: Address | None = None,
    linked: Addresses | None = None,
    facts: Mapping[str, object] | None = None,
    top: int = 2,
    prefix: str = "h",
) -> Rendered:
    """Safe HTML, and its headings: the highest is `h{top}`, and anchors begin with `prefix`.

    `address` gives where a file of the article is had; `linked` gives where the reader finds the
    articles with these numbers, without those that they may not read. A file or article that has
    no address becomes plain words.
    """
    text = _whole(text, facts)
    files, articles = _named(text)
    places = {f"article:{key}": at for key, at in linked(articles).items()} if linked else {}
    if address is not None:
        files |= {placing.captions(name) for name in files if placing.is_film(name)}
        places |= {f"file:{name}": at for name in files if (at := address(name))}
    return _rendered(text, top, prefix, tuple(sorted(places.items())), get_language() or "")


def linked_in(text: str) -> set[int]:
    """The numbers of the articles that it leads to."""
    return _named(text)[1]


def _named(text: str) -> tuple[set[str], set[int]]:
    """The files and the articles that a text speaks of."""
    if "file:" not in text and "article:" not in text:
        return set(), set()
    names = {unquote(found[1] or found[2]) for found in _NAMED.finditer(text[:LONGEST])}
    files = {name.removeprefix("file:") for name in names if name.startswith("file:")}
    numbers = {name.removeprefix("article:") for name in names} - files
    return files, {int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 10}


@lru_cache(maxsize=512)
def _rendered(
    text: str, top: int, prefix: str, places: tuple[tuple[str, str], ...], _language: str
) -> Rendered:
    # The words of callouts and tables are in the language.
    tokens, rest = _read(text)
    anchors = list(_anchored(tokens, top, prefix))
    placing.place(tokens, dict(places))
    html = nh3.clean(
        markup.written(tokens),
        tags=markup.TAGS,
        attributes=markup.ATTRIBUTES,
        allowed_classes=markup.CLASSES,
        url_schemes=markdown.SCHEMES,
        link_rel=None,
    )
    contents = [Heading(int(one.tag[1]), anchor, title) for one, anchor, title in anchors]
    return Rendered(Markup(markup.with_icons(html) + _as_it_is(rest)), contents)  # noqa: S704


def sections(text: str, *, facts: Mapping[str, object] | None = None) -> list[Section]:
    """The plain text below each heading, for passages and excerpts."""
    tokens, rest = _read(_whole(text, facts))
    anchors = {id(one): (anchor, title) for one, anchor, title in _anchored(tokens)}
    found = [Section("", "")]
    for at, token in enumerate(tokens):
        if id(token) in anchors:
            found.append(Section(*anchors[id(token)]))
        elif at and id(tokens[at - 1]) in anchors:
            continue  # the heading's own words
        elif block := markup.said(token):
            found[-1]._blocks.append(block)
    found[-1]._blocks += [rest] if rest else []
    for section in found:
        section.text = "\n".join(section._blocks)
    return [one for one in found if one.anchor or one.text]


def plain(text: str, *, facts: Mapping[str, object] | None = None) -> str:
    """All its words without signs and addresses, for the index."""
    return with_places(text, facts=facts)[0]


def with_places(
    text: str, *, facts: Mapping[str, object] | None = None
) -> tuple[str, list[tuple[str, str, int]]]:
    """The same, with the anchor, the title and the place in it of each section that has one."""
    blocks: list[str] = []
    places: list[tuple[str, str, int]] = []
    length = 0
    for section in sections(text, facts=facts):
        if section.anchor:
            places.append((section.anchor, section.title, length))
        for block in filter(None, (section.title, section.text)):
            blocks.append(block)
            length += len(block) + 1
    return "\n".join(blocks), places


def _whole(text: str, facts: Mapping[str, object] | None) -> str:
    return filled(_HARMFUL.sub("", text.replace("\r\n", "\n")), facts)


def _read(text: str) -> tuple[list[Token], str]:
    """The tokens, and what of a text without measure comes after them."""
    if len(text) <= LONGEST:
        return markup.parse(text), ""
    end = text.rfind("\n\n", 0, LONGEST)
    end = end if end > LONGEST // 2 else LONGEST
    return markup.parse(text[:end]), text[end:].strip()


def _as_it_is(text: str) -> str:
    return f'<pre tabindex="0">{escape(text)}</pre>' if text else ""


def _anchored(
    tokens: list[Token], top: int = 2, prefix: str = "h"
) -> Iterator[tuple[Token, str, str]]:
    """Gives each heading its anchor and its level; yields those that begin a section."""
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = top - min(levels, default=top)
    taken: dict[str, int] = {}
    last = top - 1
    for at, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        # No level is left out on the way down.
        level = max(top, min(int(token.tag[1]) + shift, last + 1, 6))
        last = level
        title = words_of([tokens[at + 1]])
        anchor = markup.anchor(title, taken, prefix)
        token.attrSet("id", anchor)
        token.tag = tokens[at + 2].tag = f"h{level}"
        if token.level == 0 and title:
            yield token, anchor, title
