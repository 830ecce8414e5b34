"""How an organisation's choices of who sees its tickets read in a history."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kundportal.history.words import Sentences, Told


def _shared(told: Told) -> str:
    now = told.data["now"]
    chosen = {
        "own": _("%(by)s chose that each person at the organisation sees their own tickets"),
        "coordinators": _("%(by)s chose that coordinators see all tickets of the organisation"),
        "everyone": _("%(by)s chose that everyone at the organisation sees all its tickets"),
    }
    how = _("they may reply") if told.data["may_reply"] else _("they may read but not reply")
    return told.say(chosen[now]) + ("" if now == "own" else f"; {how}")


def _named(told: Told) -> str:
    added, removed = told.people("added"), told.people("removed")
    if added and removed:
        text = _("%(by)s made these coordinators: %(added)s. No longer: %(removed)s")
    elif added:
        text = _("%(by)s made these coordinators: %(added)s")
    else:
        text = _("%(by)s made these coordinators no longer: %(removed)s")
    return told.say(text, added=added, removed=removed)


def _mailed(told: Told) -> str:
    if told.data["bare"]:
        return told.say(_("%(by)s chose that mails hold the ticket's number and a link alone"))
    return told.say(_("%(by)s chose that mails tell what happens in tickets"))


SIGHT: Sentences = {
    "organisation.sight_shared": _shared,
    "organisation.coordinators_named": _named,
}
MAILS: Sentences = {"organisation.mails_chosen": _mailed}
