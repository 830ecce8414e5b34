"""The text of an article as HTML, made once for each revision."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from kundportal.knowledge.models import Article, Revision
from kundportal.lib import markdown


@dataclass(frozen=True)
class Rendered:
    html: Markup
    contents: list[str] = field(default_factory=list)


def text_of(revision: Revision, article: Article) -> Rendered:
    return Rendered(markdown.to_html(revision.text))
