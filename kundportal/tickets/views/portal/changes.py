"""What is new in a ticket whose page is open; the page's script asks every few seconds."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response

from kundportal.lib import paging
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets import changes, conversation
from kundportal.tickets.models import Message, Ticket
from kundportal.tickets.views.portal.ticket import about


@gates.customer()
def ticket_changes(request: Request, number: str) -> HttpResponse:
    """The replies after `after` and the column beside them; 304 when the page shows it all."""
    leave_unused(request)
    seen = Ticket.objects.visible_to(request.user).with_news()
    ticket = get_object_or_404(seen, number=number)
    word = changes.version(ticket, ticket.places, ticket.newest_message, request.user)
    if unchanged := has_not_changed(request, word):
        return unchanged
    context = about(request, number)
    context |= added(request, context["ticket"])
    context["live"] = changes.version(
        context["ticket"], changes.places(context["people"]), context["last"], request.user
    )
    return told(page(request, "tickets/portal/changes.html", context), context["live"])


def leave_unused(request: Request) -> None:
    """A page that only asks does not use the session, which ends as if it had not asked."""
    request.session.is_in_use = False  # type: ignore[attr-defined]


def has_not_changed(request: Request, word: str) -> HttpResponse | None:
    """304 for the page that holds this word already."""
    answer = get_conditional_response(request, etag=f'"{word}"')
    return answer if isinstance(answer, HttpResponse) else None


def added(request: Request, ticket: Ticket) -> dict[str, Any]:
    """The replies that the page lacks; of very many the first, and the rest when it asks again."""
    after = paging.number(request.GET.get("after", "")) or 0
    shown = Message.objects.next(ticket, conversation.SHOWN, after=after)
    conversation.name_roles(shown, request.user)
    others = [one for one in shown if one.author_id != request.user.pk]
    return {"messages_shown": shown, "others": others, "last": shown[-1].pk if shown else after}


def told(response: HttpResponse, word: str) -> HttpResponse:
    response.headers["ETag"] = f'"{word}"'
    return response
