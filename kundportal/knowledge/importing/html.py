"""HTML as other systems keep it, as Markdown as we write it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import nh3
from markdownify import ATX, MarkdownConverter

from kundportal.knowledge.importing.documents import Remark

_TAGS = {
    "p", "br", "strong", "b", "em", "i", "s", "del", "code", "kbd", "samp", "pre", "blockquote",
    "ul", "ol", "li", "a", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "thead",
    "tbody", "tfoot", "tr", "th", "td", "img", "dl", "dt", "dd", "figure", "figcaption", "div",
    "section", "article", "video", "source", "iframe", "summary", "details",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}, "video": {"src", "title"},
    "source": {"src"}, "iframe": {"src", "title"}, "td": {"colspan"}, "th": {"colspan"},
}  # fmt: skip
# Nobody misses these: they say how a text looks, or hold what is kept.
_WRAPPERS = {
    "span", "font", "u", "small", "big", "mark", "sub", "sup", "center", "tt", "abbr", "cite",
    "header", "footer", "main", "nav", "aside", "colgroup", "col", "label", "time", "html", "body",
    "head", "wbr", "ins", "strike", "picture", "address", "q", "var", "bdi", "acronym",
}  # fmt: skip
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])")
_UNCLOSED = {"br", "hr", "img", "source", "input", "meta", "link", "col", "p", "li", "dt", "dd",
             "tr", "td", "th", "thead", "tbody", "tfoot", "option", "wbr"}  # fmt: skip
DEEPEST = 100


class _Converter(MarkdownConverter):
    def convert_iframe(self, el: Any, text: str, parent_tags: set[str]) -> str:
        address = el.get("src") or ""
        address = f"https:{address}" if address.startswith("//") else address
        return f"\n\n[{el.get('title') or address}]({address})\n\n" if address else ""

    def convert_video(self, el: Any, text: str, parent_tags: set[str]) -> str:
        inner = el.find("source", attrs={"src": True})
        address = el.get("src") or (inner and inner.get("src")) or ""
        words = el.get("title") or text.strip() or address.rpartition("/")[2]
        return f"\n\n[{words}]({address})\n\n" if address else text

    def convert_summary(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def convert_details(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip()}\n\n"


def to_markdown(html: str, remarks: list[Remark]) -> str:
    """The text in Markdown; what it can't say is told in the remarks."""
    lost = {tag.lower() for tag in _TAG.findall(html)} - _TAGS - _WRAPPERS
    if lost:
        remarks.append(Remark("html-dropped", ", ".join(sorted(lost)[:8])))
    if _depth_of(html) > DEEPEST:
        remarks.append(Remark("html-too-deep"))
        return " ".join(unescape(re.sub(r"<[^<>]*>", " ", html)).split())
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    text = _Converter(
        heading_style=ATX, bullets="-", autolinks=False, table_infer_header=True,
        keep_inline_images_in=["td", "th", "li", "p", "a", "figcaption"],
    ).convert(clean)  # fmt: skip
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()


def _depth_of(html: str) -> int:
    """How many tags stand inside each other; some need not be closed."""
    deepest = depth = 0
    for closing, name in re.findall(r"<(/?)(\w+)", html):
        if name.lower() not in _UNCLOSED:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest
