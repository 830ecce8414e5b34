"""What a person follows in the knowledge portal, and what they have said of articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from kundportal.knowledge.models import Revision, Subscription, Vote
from kundportal.lib.extracts import Entry, Fact, Part
from kundportal.lib.paging import walk


def extract_of(person: Any) -> list[Part]:
    return [
        Part("articles_followed", _("What you follow in the knowledge portal"), _follows(person)),
        Part("article_votes", _("What you have said of articles"), _votes(person)),
        Part("article_texts", _("Articles that you have written"), _texts(person)),
    ]


def _follows(person: Any) -> Iterator[Entry]:
    for row in walk(Subscription.objects.of(person).for_list()):
        name = row.category.name if row.category else str(row.article_id)
        facts = [
            Fact("article", _("Article"), row.article_id),
            Fact("category", _("Category"), row.category.key if row.category else None),
            Fact("wants", _("Your choice"), row.wants, row.get_wants_display()),
            Fact("chosen_at", _("When"), row.chosen_at),
        ]
        yield Entry(name, facts)


def _votes(person: Any) -> Iterator[Entry]:
    for vote in walk(Vote.objects.of_person(person)):
        facts = [
            Fact("title", _("Article"), vote.revision.title),
            Fact("is_helpful", _("Was this helpful?"), vote.is_helpful),
            Fact("reason", _("What was missing, or wrong?"), vote.reason),
            Fact("voted_at", _("When"), vote.voted_at),
        ]
        yield Entry(vote.revision.title, facts)


def _texts(person: Any) -> Iterator[Entry]:
    for text in walk(Revision.objects.written_by(person).select_related("translation")):
        facts = [
            Fact("article", _("Article"), text.translation.article_id),
            Fact("language", _("Language"), text.translation.language),
            Fact("version", _("Version"), text.number),
            Fact("title", _("Title"), text.title),
            Fact("text", _("Text"), text.text),
            Fact("remark", _("What you changed"), text.remark),
            Fact("written_at", _("When"), text.created_at),
        ]
        yield Entry(text.title, facts)
