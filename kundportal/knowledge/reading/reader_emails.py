"""What the followers of an article and whoever looks after it are told."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundportal.knowledge.models import Category, Revision, Translation
from kundportal.mail.letters import fold, shorten
from kundportal.notifications.news import News

LONGEST_REASON = 300


def changed(revision: Revision, *, is_new: bool, through: Category | None) -> News:
    """The article is new or has changed; `through` is the category that its reader follows."""
    article: Translation = revision.translation
    told = {"title": revision.title, "category": through.name if through else ""}
    why = _("You get this mail because you follow the article “%(title)s”.")
    if through:
        why = _("You get this mail because you follow “%(category)s” in the knowledge portal.")
    lead = _("The article “%(title)s” has changed.")
    if is_new:
        lead = _("The article “%(title)s” is new in the knowledge portal.")
    return News(
        topic=revision.title,
        what=_("a new article") if is_new else _("the article has changed"),
        lead=lead % told,
        paragraphs=(revision.lead,) if revision.lead else (),
        url=settings.SITE_URL + article.address,
        label=_("Read the article"),
        why=why % told,
        named=_("the article “%(title)s”") % told,
        mute_url=settings.SITE_URL + reverse("article-subscription", args=[article.article_id]),
        mute_label=_("Mute this article") if through else _("Stop following the article"),
    )


def not_helpful(revision: Revision, *, number: int, reasons: Sequence[str], url: str) -> News:
    """So many readers were not helped by the article, for these reasons."""
    told = {"title": revision.title, "count": number}
    said = [_("One wrote: “%(reason)s”") % {"reason": shorten(fold(one), LONGEST_REASON)}
            for one in reasons]  # fmt: skip
    lead = ngettext(
        "%(count)s reader says that the article “%(title)s” did not help.",
        "%(count)s readers say that the article “%(title)s” did not help.",
        number,
    )
    return News(
        topic=revision.title,
        what=_("the article did not help"),
        lead=lead % told,
        paragraphs=tuple(said) or (_("None of them has written why."),),
        url=settings.SITE_URL + url,
        label=_("Open the article"),
        why=_("You get this mail because you look after the article."),
        named=_("the article “%(title)s”") % told,
    )
