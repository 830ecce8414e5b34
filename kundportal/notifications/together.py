"""How several things that happened to one thing are told as one."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundportal.lib.listed import listed
from kundportal.notifications.news import Act, News

MOST_NAMES = 3


def what(news: Sequence[News]) -> str:
    """What happened, for a subject: `2 replies from Anna Ek and closed`."""
    if len(news) == 1:
        return news[0].what
    if not all(one.act for one in news):
        return ngettext("%(count)s update", "%(count)s updates", len(news)) % {"count": len(news)}
    parts = _replies([one for one in news if one.is_reply])
    if any(one.act == Act.CLOSING for one in news):
        parts.append(_("closed"))
    return listed(parts)


def _replies(news: Sequence[News]) -> list[str]:
    if not news:
        return []
    told = {"count": len(news), "name": news[0].who}
    if len(_names(news)) > 1:
        return [ngettext("%(count)s reply", "%(count)s replies", len(news)) % told]
    if len(news) == 1:
        return [_("reply from %(name)s") % told]
    return [_("%(count)s replies from %(name)s") % told]


def lead(news: Sequence[News]) -> str:
    """The same as a sentence, with whose acts they are where that is short."""
    last, names = news[-1], _names(news)
    told = {"count": len(news), "about": last.named or last.topic, "names": listed(names)}
    if any(one.act != Act.REPLY for one in news) or len(names) > MOST_NAMES:
        return _("%(count)s things have happened in %(about)s.") % told
    if len(names) > 1:
        return _("%(names)s have replied in %(about)s.") % told
    if len(news) == 2:
        return _("%(names)s has replied twice in %(about)s.") % told
    return _("%(names)s has replied %(count)s times in %(about)s.") % told


def label(news: Sequence[News]) -> str:
    """What stands on the button, which leads to the first of them."""
    if all(one.is_reply for one in news):
        return _("Read the replies")
    return _("Open it in the portal")


def _names(news: Sequence[News]) -> list[str]:
    return list(dict.fromkeys(one.who for one in news))
