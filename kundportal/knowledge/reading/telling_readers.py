"""Telling followers that an article has changed, and its owner that it does not help.

Both are the worker's: whoever publishes or votes waits for nobody to be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kundportal.knowledge.models import Category, Revision, Subscription, Translation, Vote
from kundportal.knowledge.models.vote import ENOUGH
from kundportal.knowledge.reading import reader_emails
from kundportal.knowledge.reading.announcing import above
from kundportal.lib.paging import batches
from kundportal.lib.reader import writing_for
from kundportal.notifications.models import Kind
from kundportal.notifications.news import News
from kundportal.notifications.telling import tell_all
from kundportal.people.models import Person

MOST_REASONS = 5


def tell_followers(revision_id: int, *, by_id: int | None) -> None:
    """Tells those who follow the article and read it in this language, each of them once."""
    revision = Revision.objects.for_telling(revision_id)
    if revision is None:
        return
    translation: Translation = revision.translation
    article = translation.article
    categories = {one.pk: one for one in above(article.category)}
    languages = Translation.objects.languages_of(article)
    is_new = not translation.has_been_published_before(revision)
    for rows in batches(Subscription.objects.telling(article, categories)):
        wanted = [
            row for row in rows
            if row.person_id != by_id and article.is_for(row.person)
            and _reads(row.person, translation, languages)
        ]  # fmt: skip
        told = list(_written(wanted, revision, categories, is_new=is_new))
        tell_all(told, kind=Kind.ARTICLES, about=article, key=f"article:{revision.pk}")


def tell_owner(revision_id: int) -> None:
    """Tells who looks after the article, once for each text, that it has not helped."""
    revision = Revision.objects.for_telling(revision_id)
    if revision is None:
        return
    votes = Vote.objects.against(revision)
    number = votes.count()
    if number < ENOUGH:  # somebody has thought better of it
        return
    article, reasons = revision.translation.article, votes.reasons(most=MOST_REASONS)
    told = []
    for person in _who_looks_after(article.owner):
        with writing_for(person):
            url = revision.translation.address
            news = reader_emails.not_helpful(revision, number=number, reasons=reasons, url=url)
        told.append((person, news))
    tell_all(told, kind=Kind.ARTICLES, about=article, key=f"article-votes:{revision.pk}")


def _who_looks_after(owner: Person | None) -> Sequence[Person]:
    """The owner; where nobody is, all administrators."""
    if owner is not None and owner.may_sign_in:
        return [owner]
    return list(Person.objects.administrators().select_related("organisation"))


def _reads(person: Person, translation: Translation, languages: set[str]) -> bool:
    """Whether this is the language in which the person gets the article."""
    if person.language in languages:
        return person.language == translation.language
    return translation.is_original


def _written(
    rows: Sequence[Subscription],
    revision: Revision,
    categories: Mapping[int, Category],
    *,
    is_new: bool,
) -> Iterator[tuple[Person, News]]:
    for row in rows:
        with writing_for(row.person):
            through = categories.get(row.category_id) if row.category_id else None
            yield row.person, reader_emails.changed(revision, is_new=is_new, through=through)
