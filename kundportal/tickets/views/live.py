"""What the pages of a ticket share when they ask for news, for customers and at the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from kundportal.lib import paging
from kundportal.people.gates import Request
from kundportal.tickets import conversation
from kundportal.tickets.models import Message, Ticket


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
