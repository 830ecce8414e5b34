"""Where an article stands, who may read it, who looks after it, and whether it is read at all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from kundportal.history.models import record
from kundportal.knowledge import entering
from kundportal.knowledge.roles import demand_lead, demand_staff
from kundportal.notifications.models import Notification
from kundportal.people.models import Person

if TYPE_CHECKING:
    from kundportal.knowledge.models.article import Article


class WasPublished(Exception):
    """Somebody may have read it, so it can be withdrawn, but not deleted."""


# What is told of a change, by the fields that it concerns.
VERBS = {
    ("category",): "article.moved",
    ("audience", "organisations"): "article.audience_changed",
    ("owner",): "article.owner_changed",
    ("review_by",): "article.review_planned",
}


def arrange(article: Article, wanted: dict[str, Any], *, by: Person | None) -> None:
    """The body of `Article.arrange`. Who may read what is published is for leads to change."""
    demand_staff(by)
    locked = _locked(article)
    changed = [name for name, value in wanted.items() if getattr(locked, name) != value]
    if not changed:
        return
    if {"audience", "organisations"} & set(changed) and article.is_published:
        demand_lead(by)
    for name in changed:
        setattr(article, name, wanted[name])
    article.save(update_fields=changed)
    article.touch()
    for names, verb in VERBS.items():
        if set(names) & set(changed):
            record(verb, thing=article, by=by, **_data(article, names[0]))
    reenter(article)


def _data(article: Article, name: str) -> dict[str, Any]:
    """What the history keeps of what it is now."""
    if name == "category":
        return {"category": article.category_id}
    if name == "owner":
        return {"to": article.owner_id} if article.owner_id else {}
    if name == "audience":
        return {"audience": article.audience}
    return {"date": article.review_by.isoformat() if article.review_by else ""}


def confirm(article: Article, *, by: Person, review_by: date | None) -> None:
    """The body of `Article.confirm`."""
    demand_staff(by)
    _locked(article)
    article.review_by, article.reviewed_at = review_by, timezone.now()
    article.save(update_fields=["review_by", "reviewed_at"])
    article.touch()
    record("article.reviewed", thing=article, by=by, **_data(article, "review_by"))
    reenter(article)


def withdraw(article: Article, *, by: Person | None) -> None:
    """The body of `Article.withdraw`."""
    demand_lead(by)
    if _locked(article).withdrawn_at is not None:
        return
    article.withdrawn_at = timezone.now()
    article.save(update_fields=["withdrawn_at"])
    article.touch()
    record("article.withdrawn", thing=article, by=by)
    Notification.objects.about(article).take_back()  # what they lead to is not there any more
    reenter(article)


def bring_back(article: Article, *, by: Person | None) -> None:
    """The body of `Article.bring_back`."""
    demand_lead(by)
    if _locked(article).withdrawn_at is None:
        return
    article.withdrawn_at = None
    article.save(update_fields=["withdrawn_at"])
    article.touch()
    record("article.brought_back", thing=article, by=by)
    reenter(article)


def discard(article: Article, *, by: Person) -> None:
    """The body of `Article.discard`."""
    demand_staff(by)
    list(article.translations.select_for_update(of=("self",)))  # first, as whoever publishes does
    found = type(article).objects.select_for_update(of=("self",)).filter(pk=article.pk).first()
    if found is None:
        return
    if not type(article).objects.never_published().filter(pk=article.pk).exists():
        raise WasPublished
    for file in found.files.all():
        file.forget_file()
    record("article.discarded", thing=found, by=by)
    found.translations.update(based_on=None)
    found.delete()


@transaction.atomic
def reenter(article: Article) -> None:
    """Puts what is published of it into search as it stands now, or takes it out.

    It is read anew: who may read it may have changed since whoever asks for this has read it.
    """
    rows: Any = type(article).objects.select_related("category__product")
    fresh = rows.select_for_update(of=("self",)).filter(pk=article.pk).first()
    if fresh is None:
        return
    for translation in fresh.translations.select_related("published"):
        translation.article = fresh
        entering.enter(translation)


def _locked(article: Article) -> Article:
    rows: Any = type(article).objects.select_for_update(of=("self",))
    found: Article = rows.get(pk=article.pk)
    return found
