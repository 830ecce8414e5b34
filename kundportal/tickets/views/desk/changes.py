"""What is new in a ticket that is open at the desk."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from kundportal.lib import paging
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import changes, conversation
from kundportal.tickets.ending import endings
from kundportal.tickets.models import Handling, Participant
from kundportal.tickets.views.live import added, has_not_changed, leave_unused, told


@gates.staff()
def ticket_changes(request: Request, number: str) -> HttpResponse:
    """The replies after `after`, the notes after `note` and the status; 304 if there is nothing."""
    leave_unused(request)
    rows = Handling.objects.for_page().with_news()
    handling = get_object_or_404(rows, ticket__number=number)
    ticket = handling.ticket
    word = changes.desk_version(
        handling, handling.places, handling.newest_message, handling.newest_note, request.user
    )
    if unchanged := has_not_changed(request, word):
        return unchanged
    after = paging.number(request.GET.get("note", "")) or 0
    notes = ticket.notes.next(conversation.SHOWN, after=after)
    context = {
        "handling": handling,
        "ticket": ticket,
        "state": endings.state_words(handling),
        "people": Participant.objects.at_desk(ticket),
        "notes": notes,
        "last_note": notes[-1].pk if notes else after,
        **added(request, ticket),
    }
    context["entries"] = conversation.woven(context["messages_shown"], notes)
    context["others"] += [one for one in notes if one.author_id != request.user.pk]
    context["live"] = changes.desk_version(
        handling, changes.places(context["people"]), context["last"], context["last_note"],
        request.user,
    )  # fmt: skip
    return told(page(request, "tickets/desk/changes.html", context), context["live"])
