"""What editors are told of: texts to review, what became of them, and articles to look at again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.knowledge.roles import LEADING
from kundportal.lib.dates import day
from kundportal.lib.reader import writing_for
from kundportal.notifications.models import Kind
from kundportal.notifications.news import News
from kundportal.notifications.telling import tell_all
from kundportal.people.models import Person, Role

if TYPE_CHECKING:
    from kundportal.knowledge.models.article import Article
    from kundportal.knowledge.models.revision import Revision


def review_asked(revision: Revision, *, by: Person, event: int) -> None:
    """Tells whoever is asked to review a text; all who lead where nobody is."""
    told = [revision.reviewer] if revision.reviewer else _leading(besides=by)

    def news() -> News:
        names = {"title": revision.title, "by": by.name}
        return News(
            **_about(revision.title),
            what=_("to review"),
            lead=_("%(by)s asks you to review the text “%(title)s”.") % names,
            paragraphs=tuple(one for one in (revision.remark,) if one),
            url=_text(revision),
            label=_("Review the text"),
            why=_("You get this because a colleague asks for your view of a text."),
        )

    _tell(told, news, revision.translation.article, key=f"review:{event}")


def sent_back(revision: Revision, *, by: Person, event: int) -> None:
    """Tells whoever wrote a text that it is not ready."""

    def news() -> News:
        names = {"title": revision.title, "by": by.name}
        return News(
            **_about(revision.title),
            what=_("sent back"),
            lead=_("%(by)s sends “%(title)s” back to you.") % names,
            paragraphs=(revision.verdict,),
            url=_text(revision),
            label=_("Go on with the text"),
            why=_why_writer(),
        )

    _tell(_writer(revision, by), news, revision.translation.article, key=f"back:{event}")


def published(revision: Revision, *, by: Person | None, event: int) -> None:
    """Tells whoever had asked for a review that the text is read now."""
    if revision.by_id is None or by is None:
        return

    def news() -> News:
        names = {"title": revision.title, "by": by.name}
        return News(
            **_about(revision.title),
            what=_("published"),
            lead=_("%(by)s has published “%(title)s”, which you wrote.") % names,
            url=settings.SITE_URL + revision.translation.address,
            label=_("Read the article"),
            why=_why_writer(),
        )

    _tell(_writer(revision, by), news, revision.translation.article, key=f"published:{event}")


def shipped(revision: Revision) -> None:
    """Tells that the product says something new in an article that staff have made their own."""
    article = revision.translation.article
    told = _leading() if article.owner is None or article.is_ownerless else [article.owner]

    def news() -> News:
        lead = _(
            "A new version of the customer portal says something else in “%(title)s”. Your text "
            "stays. The new one lies beside it as a draft, to use or to discard."
        )
        return News(
            **_about(revision.title),
            what=_("a new text with the product"),
            lead=lead % {"title": revision.title},
            url=_text(revision),
            label=_("Compare the texts"),
            why=_("You get this because our own text of the article has been changed here."),
        )

    _tell(told, news, article, key=f"shipped:{revision.pk}")


def to_review(article: Article, title: str, *, is_due: bool) -> None:
    """Reminds the owner that it is to be looked at again; the leads where there is none."""
    told = _leading() if article.owner is None or article.is_ownerless else [article.owner]

    def news() -> News:
        names = {"title": title, "day": day(article.review_by) if article.review_by else ""}
        lead = _("“%(title)s” is to be looked at again by %(day)s. Is it still right?")
        if is_due:
            lead = _("“%(title)s” was to be looked at again by %(day)s. Until it is, it is not "
                     "suggested to anybody.")  # fmt: skip
        why = _("You get this because you look after the article.")
        if article.is_ownerless:
            why = _("You get this because nobody looks after the article.")
        return News(
            **_about(title),
            what=_("to look at again"),
            lead=lead % names,
            url=settings.SITE_URL + reverse("desk-article", args=[article.pk]),
            label=_("Look at the article"),
            why=why,
        )

    stage = "due" if is_due else "soon"
    _tell(told, news, article, key=f"{stage}:{article.review_by}")


def _tell(
    people: Iterable[Person], news: Callable[[], News], article: Article, *, key: str
) -> None:
    told = []
    for person in people:
        with writing_for(person):
            told.append((person, news()))
    tell_all(told, kind=Kind.ARTICLES, about=article, key=f"article:{article.pk}:{key}")


def _about(title: str) -> dict[str, Any]:
    return {"topic": title, "bare_topic": _("An article"), "named": f"“{title}”",
            "bare_lead": _("There is something new about an article.")}  # fmt: skip


def _text(revision: Revision) -> str:
    translation = revision.translation
    place = reverse("desk-article-text", args=[translation.article_id, translation.language])
    return settings.SITE_URL + place


def _writer(revision: Revision, by: Person) -> list[Person]:
    writer = revision.by
    return [] if writer is None or writer.pk == by.pk or not writer.is_staff else [writer]


def _leading(besides: Person | None = None) -> list[Person]:
    """The leads; the administrators where there are none."""
    people = Person.objects.active().select_related("organisation").order_by("pk")
    others = [one for one in people.filter(role__in=LEADING) if besides is None or one != besides]
    leads = [one for one in others if one.role == Role.LEAD]
    return leads or others


def _why_writer() -> str:
    return _("You get this because you wrote the text.")
