"""The questions and answers of the help page: the articles about the portal itself.

Each is reached by the anchor that it has always had, the same in every language: the key under
which it came with the product. One that staff have added is reached by its number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import override
from markupsafe import Markup

from kundportal.knowledge.displaying.rendering import linked_in, render
from kundportal.knowledge.displaying.showing import addresses, best
from kundportal.knowledge.models import Category, Revision, Translation
from kundportal.knowledge.shipped import LANGUAGES, key_of

MOST = 200
PREFIX = "about-"


@dataclass
class Question:
    anchor: str
    title: str
    language: str
    answer: Markup


@dataclass
class Section:
    anchor: str
    title: str
    language: str
    questions: list[Question] = field(default_factory=list)


def questions(reader: Any, language: str) -> list[Section]:
    """What the reader may read of it, in another language where there is nothing in theirs."""
    languages = (language, *(code for code in LANGUAGES if code != language))
    found = Translation.objects.readable_by(reader).about_the_portal().for_reading()
    chosen = best(found.filter(language__in=languages)[: MOST * len(languages)], language)
    here = {one.article_id: f"#{_anchor(one)}" for one in chosen}
    texts = [one.published.text for one in chosen if one.published]
    others = {number for text in texts for number in linked_in(text)} - set(here)
    if others:
        here |= addresses(others, reader=reader, language=language)
    sections: dict[int, Section] = {}
    for one in chosen:
        category = one.article.category
        section = sections.setdefault(category.pk, _section(category, languages))
        if one.published:
            section.questions.append(_question(one, one.published, here))
    return list(sections.values())


def _section(category: Category, languages: tuple[str, ...]) -> Section:
    language = next((code for code in languages if category.names.get(code)), languages[0])
    title = category.names.get(language) or category.name
    return Section(category.key.removeprefix(PREFIX), title, language)


def _anchor(translation: Translation) -> str:
    return key_of(translation.article.origin) or f"article-{translation.article_id}"


def _question(translation: Translation, published: Revision, here: dict[int, str]) -> Question:
    anchor, language = _anchor(translation), translation.language

    def linked(numbers: set[int]) -> dict[int, str]:
        return {number: here[number] for number in numbers if number in here}

    with override(language):
        answer = render(published.text, linked=linked, top=4, prefix=f"{anchor}-h").html
    return Question(anchor, published.title, language, answer)
