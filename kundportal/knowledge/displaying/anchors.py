"""The headings of an article as places that one can lead others to."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.html import format_html
from django.utils.translation import gettext as _
from markupsafe import Markup

from kundportal.knowledge.displaying.rendering import Heading, Rendered

FEWEST = 3  # headings, for a table of contents
_HEADING = re.compile(r'<(h[2-6]) id="([^"]+)">(.*?)</\1>', re.DOTALL)


def contents_of(text: Rendered) -> list[Heading]:
    """The table of contents; none for a short text."""
    return text.contents if len(text.contents) >= FEWEST else []


def with_links(text: Rendered, url: str) -> Markup:
    """The text with a link beside each heading, which leads to it and copies its address."""
    titles = tuple((one.anchor, one.title) for one in text.contents)
    words = _("Link to the section “%(title)s”"), _("Copied")
    return _with_links(text.html, titles, url, words)


@lru_cache(maxsize=512)
def _with_links(
    html: Markup, titles: tuple[tuple[str, str], ...], url: str, words: tuple[str, str]
) -> Markup:
    named, (label, copied) = dict(titles), words

    def linked(found: re.Match[str]) -> str:
        level, anchor, inner = found.groups()
        if anchor not in named:
            return found[0]
        link = format_html(
            '<a class="anchor no-print" href="#{}" data-copy="{}#{}" data-copied="{}"'
            ' aria-label="{}">#</a>',
            anchor, url, anchor, copied, label % {"title": named[anchor]},
        )  # fmt: skip
        return f'<{level} id="{anchor}">{inner} {link}</{level}>'

    return Markup(_HEADING.sub(linked, html))  # noqa: S704 sanitised before, and what we add is escaped
