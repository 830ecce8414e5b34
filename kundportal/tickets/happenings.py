"""The history of a ticket in words: what customers read of it, and what only the desk does.

Whoever records a new act adds one line here, to the dict of those who may read of it. Customers
are told nothing that is in neither; a test holds that the desk has words for every act.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kundportal.history.models import Event
from kundportal.history.words import Happening, Sentences, Told, in_words
from kundportal.lib import dates
from kundportal.people.models import Organisation
from kundportal.people.sight_words import SIGHT
from kundportal.tickets.models import Form, Grade, Priority, State, Ticket
from kundportal.tickets.models.form import in_readers_language

SHOWN = 50
# What an act names besides people: the kind of thing, and the word of its data.
NAMES = {
    "ticket.form_changed": ("form", "now"),
    "ticket.state_set": ("state", "state"),
}


def _created(told: Told) -> str:
    if named := told.people("recipients"):
        return told.say(_("%(by)s created the ticket, with recipients: %(names)s"), names=named)
    return told.say(_("%(by)s created the ticket"))


def _added(told: Told) -> str:
    if told.is_of_oneself:
        return told.say(_("%(by)s became a recipient by replying"))
    return told.say(_("%(by)s added recipients: %(names)s"), names=told.people("people"))


def _removed(told: Told) -> str:
    if told.is_of_oneself:
        return told.say(_("%(by)s left the ticket"))
    return told.say(_("%(by)s removed a recipient: %(name)s"), name=told.people("person"))


def _shared(told: Told) -> str:
    chosen = {
        "organisation": _("%(by)s chose that the organisation's own choice holds for the ticket"),
        "private": _("%(by)s chose that only the creator and recipients see the ticket"),
        "shared": _("%(by)s shared the ticket with everyone at the organisation"),
    }
    return told.say(chosen[told.data["now"]])


def _handed_over(told: Told) -> str:
    text = _("%(by)s handed over tickets of %(giver)s, this one too, to %(taker)s")
    return told.say(text, giver=told.people("from"), taker=told.people("to"))


def _assigned(told: Told) -> str:
    if not told.data.get("to"):
        return told.say(_("%(by)s gave the ticket to nobody"))
    return told.say(_("%(by)s gave the ticket to %(name)s"), name=told.people("to"))


def _prioritised(told: Told) -> str:
    now = str(Priority(told.data["now"]).label)
    return told.say(_("%(by)s set the priority: %(priority)s"), priority=now)


def _stated(told: Told) -> str:
    return told.say(_("%(by)s set the state: %(state)s"), state=told.thing("state", "state"))


def _form_changed(told: Told) -> str:
    form = told.thing("form", "now")
    if told.data.get("was") == told.data.get("now"):
        return told.say(_("%(by)s went through the form %(form)s anew"), form=form)
    return told.say(_("%(by)s moved the ticket to the form %(form)s"), form=form)


def _closed(told: Told) -> str:
    if told.data.get("solved"):
        return told.say(_("%(by)s closed the ticket: it is solved"))
    return told.say(_("%(by)s closed the ticket"))


def _parked(told: Told) -> str:
    day = dates.day(date.fromisoformat(told.data["until"]))
    return told.say(_("%(by)s lets the ticket rest until %(day)s"), day=day)


def _rest_ended(told: Told) -> str:
    if told.event.by_id is None:
        return told.say(_("The day came on which the ticket had rested for long enough"))
    return told.say(_("%(by)s ended the rest of the ticket"))


def _rated(told: Told) -> str:
    return told.say(_("%(by)s rated it: %(grade)s"), grade=str(Grade(told.data["value"]).label))


def _file_refused(told: Told) -> str:
    if told.data["scan"] == "infected":
        return _("A file was removed, since it holds a virus")
    return _("A file can't be opened, since it could not be checked for viruses")


def _masked(told: Told) -> str:
    count = told.data["numbers"]
    text = ngettext(
        "%(by)s was asked and masked %(count)s identity number",
        "%(by)s was asked and masked %(count)s identity numbers",
        count,
    )
    return told.say(text, count=str(count))


def _sent_on(told: Told) -> str:
    count = told.data["numbers"]
    if not count:
        return told.say(_("%(by)s was asked and sent words on protected identity as they were"))
    text = ngettext(
        "%(by)s was asked and sent %(count)s identity number as it was",
        "%(by)s was asked and sent %(count)s identity numbers as they were",
        count,
    )
    return told.say(text, count=str(count))


FOR_CUSTOMERS: Sentences = {
    "ticket.created": _created,
    "ticket.replied": gettext_lazy("%(by)s replied"),
    "ticket.closed": _closed,
    "ticket.closure_undone": gettext_lazy("%(by)s took the closing back"),
    "ticket.reopened": gettext_lazy("%(by)s opened the ticket again"),
    "ticket.parked": _parked,
    "ticket.park_ended": _rest_ended,
    "ticket.followed_up": gettext_lazy("%(by)s went on in a new ticket"),
    "ticket.form_changed": _form_changed,
    "ticket.answered": gettext_lazy("%(by)s answered what the form asks"),
    "ticket.file_refused": _file_refused,
    "ticket.recipients_added": _added,
    "ticket.recipient_removed": _removed,
    "ticket.shared": _shared,
    "ticket.handed_over": _handed_over,
    **SIGHT,
}
FOR_DESK: Sentences = {
    **FOR_CUSTOMERS,
    "ticket.assigned": _assigned,
    "ticket.prioritised": _prioritised,
    "ticket.state_set": _stated,
    "ticket.rated": _rated,
    "ticket.identity_masked": _masked,
    "ticket.identity_sent_on": _sent_on,
    "ticket.noted": gettext_lazy("%(by)s wrote an internal note"),
}


def happenings(
    ticket: Ticket, *, for_staff: bool, before: int | None = None
) -> tuple[list[Happening], int | None]:
    """A part of the ticket's history, newest first, and the key before which the next part ends.

    What the organisation has chosen since the ticket was created stands in it too, since it
    decides who sees the ticket.
    """
    sentences = FOR_DESK if for_staff else FOR_CUSTOMERS
    here = Event.objects.of(ticket).among(sentences)
    there = (
        Event.objects.of(Organisation(pk=ticket.organisation_id))
        .among(SIGHT)
        .since(ticket.created_at)
    )
    found: list[Event] = [one for acts in (here, there) for one in acts.before(before)[: SHOWN + 1]]
    shown = sorted(found, key=lambda one: -one.pk)[: SHOWN + 1]
    older = shown[SHOWN - 1].pk if len(shown) > SHOWN else None
    return in_words(shown[:SHOWN], sentences, _named(shown[:SHOWN])), older


def _named(events: list[Event]) -> dict[tuple[str, int], str]:
    """The forms and states that the acts name, in one query, and in none when there are none."""
    named = [(*NAMES[one.verb], one.data) for one in events if one.verb in NAMES]
    wanted = [(kind, data.get(word)) for kind, word, data in named]
    if not wanted:
        return {}
    rows = [
        model.objects.filter(pk__in={key for named, key in wanted if named == kind})
        .annotate(kind=Value(kind)).values_list("kind", "pk", "names")
        for kind, model in (("form", Form), ("state", State))
    ]  # fmt: skip
    found = rows[0].union(rows[1], all=True)
    return {(kind, pk): in_readers_language(names) for kind, pk, names in found}
