"""What comes with the product is put in, and kept up with it; what staff have made of it is theirs.

A text that staff have not touched follows the product. One that they have edited stays; what the
product says from now on then lies beside it as a draft. Done again it does nothing.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kundportal.knowledge import shipped
from kundportal.knowledge.editing import telling
from kundportal.knowledge.entering import KIND, enter, whole_text
from kundportal.knowledge.models import Article, Category, Revision, Stage, Translation
from kundportal.search.models import Entry

LAST = 1000  # below the categories that staff make
_OTHER = re.compile(r"\(article:([a-z-]+)\)")


@app.task(queueing_lock="knowledge.keep_shipped")
def keep(**_told: int) -> None:
    """Every night, as settings change what articles say; and for installations that run no demo."""
    put_in()


@transaction.atomic
def put_in() -> list[Translation]:
    """Puts in what is missing and what is new; gives those that have a new draft beside them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('shipped', 0))")
    ours = Article.objects.filter(origin__startswith=shipped.ORIGIN).prefetch_related(
        "translations__published", "translations__revisions"
    )
    known: dict[str, Article] = {str(article.origin): article for article in ours}
    missing = [one for one in shipped.articles() if one.origin not in known]
    begun = {str(article.origin): article for article in _begin(missing)}
    numbers = {one.key: str((known | begun)[one.origin].pk) for one in shipped.articles()}
    _write_first(missing, begun, numbers)
    drafts: list[Revision] = []
    as_before: list[Article] = []
    for one in shipped.articles():
        if (article := known.get(one.origin)) is None:
            continue
        brought = _bring(article, one.texts, numbers)
        drafts += [revision for revision in brought if revision.published_at is None]
        if not brought and article.withdrawn_at is None:
            as_before.append(article)
    _find_anew(as_before)
    for revision in drafts:
        telling.shipped(revision)
    return [revision.translation for revision in drafts]


def _categories() -> dict[str, Category]:
    """Those that are not there are made; those that are stay as staff have made them."""
    found = {one.key: one for one in Category.objects.all()}
    for position, place in enumerate(shipped.places()):
        if place.key not in found:
            found[place.key] = Category.objects.create(
                key=place.key, names=place.names, parent=found.get(place.parent),
                position=position if place.parent else LAST,
            )  # fmt: skip
    return found


def _begin(missing: list[shipped.Shipped]) -> list[Article]:
    """Many at once, since a hundred texts one by one take seconds of every first start."""
    categories = _categories() if missing else {}
    language = shipped.LANGUAGES[0]
    return Article.objects.bulk_create(
        Article(
            category=categories[one.category], language=language, origin=one.origin,
            position=one.position, once=uuid4(), reviewed_at=timezone.now(),
        )
        for one in missing
    )  # fmt: skip


def _write_first(
    missing: list[shipped.Shipped], articles: dict[str, Article], numbers: dict[str, str]
) -> None:
    """Publishes the first text of each in every language, the original before the others."""
    originals: dict[int, Revision] = {}
    for language in shipped.LANGUAGES:
        translations = Translation.objects.bulk_create(
            Translation(article=articles[one.origin], language=language) for one in missing
        )
        revisions = Revision.objects.bulk_create(
            Revision(
                translation=translation, number=1, stage=Stage.PUBLISHED,
                published_at=timezone.now(), based_on=originals.get(translation.article_id),
                **_fields(one.texts[language], numbers),
            )
            for one, translation in zip(missing, translations, strict=True)
        )  # fmt: skip
        for translation, revision in zip(translations, revisions, strict=True):
            originals.setdefault(translation.article_id, revision)
            translation.published = revision
            translation.based_on = originals[translation.article_id]
        Translation.objects.bulk_update(translations, ["published", "based_on"])
        for translation in translations:
            enter(translation)


def _fields(text: shipped.Text, numbers: dict[str, str]) -> dict[str, str]:
    """What a revision says, with the numbers of the articles that it leads to."""
    fields = asdict(text)
    fields["text"] = _OTHER.sub(lambda found: f"(article:{numbers[found[1]]})", text.text)
    return fields


def _bring(
    article: Article, texts: dict[str, shipped.Text], numbers: dict[str, str]
) -> list[Revision]:
    """Has each language say what the product says, as a draft where staff say otherwise."""
    brought = []
    now: list[Translation] = list(article.translations.all())
    there = {one.language: one for one in now}
    for language, text in texts.items():
        translation = there.get(language) or article.in_language(language)
        fields = _fields(text, numbers)
        revisions = sorted(translation.revisions.all(), key=lambda one: one.number)
        ours = [one for one in revisions if one.by_id is None]
        is_being_edited = any(one.is_waiting and one.by_id for one in revisions)
        if is_being_edited or (ours and ours[-1].has(fields)):
            continue  # nothing is put in the way of a draft; the next night sees it decided
        remark = _("New text that comes with the customer portal.") if revisions else ""
        revision = translation.write(
            by=None, remark=remark, title=text.title, text=fields["text"], lead=text.lead,
            phrasings=text.phrasings,
        )  # fmt: skip
        brought.append(revision)
        if not revisions or (translation.published and translation.published.by_id is None):
            revision.publish(by=None)
    if brought:
        _keep_in_step(article)
    return brought


def _keep_in_step(article: Article) -> None:
    """Translations of ours are as new as the original of ours, also when it alone has changed."""
    ours = Translation.objects.filter(article=article, published__by=None).exclude(published=None)
    original = ours.filter(language=article.language).first()
    if original is not None:
        ours.exclude(pk=original.pk).update(based_on=original.published)


def _find_anew(articles: list[Article]) -> None:
    """What settings decide is found as it is now."""
    entries = Entry.objects.filter(kind=KIND, thing_id__in=[article.pk for article in articles])
    found = {(entry.thing_id, entry.language): entry.text for entry in entries}
    for article in articles:
        texts: list[Translation] = list(article.translations.all())
        for one in texts:
            if one.published is None or "{" not in one.published.text:
                continue
            if found.get((article.pk, one.language)) != whole_text(one.published)[0]:
                enter(one)
