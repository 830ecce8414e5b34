"""The Markdown of articles: what is read, and how each part of it is written as HTML."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.template.loader import get_template
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext, pgettext
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from kundportal.lib import markdown
from kundportal.lib.markdown_text import words_of

DEEPEST = 20  # lists in quotations in lists; deeper is shown as its signs
CALLOUTS = {"note": "info", "tip": "check", "warning": "alert"}  # and their icons
TAGS = markdown.TAGS | {
    "h2", "div", "i", "figure", "figcaption", "img", "video", "track",
}  # fmt: skip
ATTRIBUTES = {
    **{f"h{level}": {"id"} for level in range(2, 7)},
    "a": {"href", "rel"},
    "div": {"role", "tabindex", "aria-label"},
    "img": {"src", "alt", "loading"},
    "ol": {"start", "role"},
    "pre": {"tabindex"},
    "th": {"scope"},
    "track": {"kind", "src", "default"},
    "video": {"src", "controls", "preload", "aria-label"},
}
CLASSES = {
    "div": {"callout", "callout-tip", "callout-warn", "stack-small", "in-order", "table-box"},
    "figcaption": {"quiet"},
    "i": {f"icon-{name}" for name in CALLOUTS.values()},
}
_SCHEME = re.compile(r"^([^/?#]*):")
_KNOWN = markdown.SCHEMES | {"file", "article"}
_FOLDED = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "ð": "d", "þ": "th", "ł": "l", "đ": "d"})
_FENCE = re.compile(r"\s*(```+|~~~+)")
_BOX = re.compile(r"([\s>]*)(:{3,})\s*(note\b|tip\b|warning\b|steps\b|$)")
_LONGEST_ANCHOR = 80


def _may_lead(url: str) -> bool:
    scheme = _SCHEME.match(url.strip())
    return scheme is None or scheme[1].lower() in _KNOWN


def _callout_opens(_self: Any, tokens: Any, at: int, *_more: Any) -> str:
    name, title = tokens[at].info.split()[0], said(tokens[at])
    word = {
        "note": pgettext("callout", "Note"),
        "tip": pgettext("callout", "Tip"),
        "warning": pgettext("callout", "Warning"),
    }[name]
    also = {"tip": " callout-tip", "warning": " callout-warn"}.get(name, "")
    whole = f"{word}: {title}" if title else word
    return (
        f'<div class="callout{also}" role="note"><i class="icon-{CALLOUTS[name]}"></i>'
        f'<div class="stack-small"><p><strong>{escape(whole)}</strong></p>\n'
    )


_parser = markdown.parser(breaks=False)
_parser.options["maxNesting"] = DEEPEST
_parser.validateLink = _may_lead  # type: ignore[method-assign]
for _name in CALLOUTS:
    _parser.use(container_plugin, _name)
    _parser.add_render_rule(f"container_{_name}_open", _callout_opens)
    _parser.add_render_rule(f"container_{_name}_close", lambda *_: "</div></div>\n")
_parser.use(container_plugin, "steps")
_parser.add_render_rule("container_steps_open", lambda *_: '<div class="in-order">\n')
_parser.add_render_rule("container_steps_close", lambda *_: "</div>\n")


def parse(text: str) -> list[Token]:
    return _parser.parse(_told_apart(text) if ":::" in text else text)


def _told_apart(text: str) -> str:
    """Gives what stands in something else fewer colons than that, so that each end is its own."""
    lines, depth, fence = text.split("\n"), 0, ""
    for at, line in enumerate(lines):
        if marks := _FENCE.match(line):
            fence = "" if fence and marks[1].startswith(fence) else fence or marks[1]
        elif not fence and (marks := _BOX.match(line)) and (marks[3] or depth):
            depth -= not marks[3]
            if depth < DEEPEST:
                lines[at] = f"{marks[1]}{':' * (3 + DEEPEST - depth)}{line[marks.end(2) :]}"
            depth += bool(marks[3])
    return "\n".join(lines)


def written(tokens: list[Token]) -> str:
    """HTML that is still to go through the sanitiser."""
    html: str = _parser.renderer.render(tokens, _parser.options, {})
    return html


def said(token: Token) -> str:
    """The words of one block, if it has any of its own."""
    if token.type.startswith("container_") and token.nesting == 1:
        return words_of(_parser.parseInline(token.info.strip().partition(" ")[2]))
    if token.type in {"inline", "fence", "code_block"}:
        return words_of([token])
    return ""


def anchor(title: str, taken: dict[str, int], prefix: str) -> str:
    """Where a heading is reached: its words in plain letters, numbered when they come again."""
    words = slugify(title.lower().translate(_FOLDED))[:_LONGEST_ANCHOR].strip("-")
    base = found = f"{prefix}-{words}".rstrip("-")  # no element of a page begins like this
    while found in taken:
        taken[base] += 1
        found = f"{base}-{taken[base]}"
    taken[found] = 1
    return found


@cache
def _icons() -> dict[str, str]:
    icon = get_template("parts/icons.html").template.module.icon  # type: ignore[attr-defined]
    return {f'<i class="icon-{name}"></i>': str(icon(name)) for name in CALLOUTS.values()}


def with_icons(html: str) -> str:
    """Puts our own drawings into what has been sanitised, where texts can't stand for them."""
    for place, drawing in _icons().items():
        html = html.replace(place, drawing)
    return html


def _table_opens(_self: Any, tokens: Any, at: int, *_more: Any) -> str:
    columns = tokens[at].meta.get("label")
    name = gettext("Table: %(columns)s") % {"columns": columns} if columns else gettext("Table")
    return (
        f'<div class="table-box" role="region" tabindex="0" aria-label="{escape(name)}"><table>\n'
    )


_parser.add_render_rule("table_open", _table_opens)
_parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
