"""What people write is Markdown; what is shown has been through a sanitiser."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup


def parser(*, breaks: bool) -> MarkdownIt:
    """What reads Markdown: no HTML in it, and a line break that shows or does not."""
    return MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": breaks})


TAGS = {
    "p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_parser = parser(breaks=True).disable(["image"])


def parse(text: str) -> list[Token]:
    """The tokens of a text, for what is not HTML."""
    return _parser.parse(text)


def render(text: str) -> Markup:
    """Safe HTML of a text. Headings begin at h3, since pages own h1 and h2."""
    tokens = parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    html = _parser.renderer.render(tokens, _parser.options, {})
    return Markup(  # noqa: S704 sanitised right here
        nh3.clean(
            html,
            tags=TAGS,
            attributes=_ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel="noopener noreferrer nofollow",
        )
    )


to_html = lru_cache(maxsize=4096)(render)  # pages show the same texts over and over
