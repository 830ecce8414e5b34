"""The floor of each page: what Django itself costs, with session and sign-in and nothing else.

One query for the rows, one plain table in Jinja2, under the product's own server and settings. No
page of a Django project that knows its reader can cost less without leaving Django's ways.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import jinja2
from django.contrib.auth.decorators import login_required
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import override_settings
from django.urls import path

from kundportal.tickets.models import Handling, Message, Participant, Status

PREFIX = "/floor/"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TABLE = jinja2.Environment(autoescape=True, trim_blocks=True).from_string("""<!doctype html>
<html lang="sv">
<head><meta charset="utf-8"><title>{{ title }}</title></head>
<body>
<p>{{ user.name }}</p>
<table>
{% for row in rows %}
<tr>{% for value in columns(row) %}<td>{{ value }}</td>{% endfor %}</tr>
{% endfor %}
</table>
</body>
</html>
""")


@login_required
def ticket_list(request: HttpRequest) -> HttpResponse:
    rows = (
        Participant.objects.filter(person=request.user)
        .exclude(ticket__status=Status.CLOSED)
        .select_related("ticket__product", "ticket__created_by")
        .order_by("-last_activity_at", "-pk")[:25]
    )
    return _table(request, rows, lambda row: (
        row.ticket.number, row.ticket.title, row.ticket.product.name, row.ticket.created_by.name,
        row.ticket.status, row.unread, row.last_activity_at))  # fmt: skip


@login_required
def ticket(request: HttpRequest, number: str) -> HttpResponse:
    rows = (
        Message.objects.filter(ticket__number=number, ticket__participants__person=request.user)
        .select_related("author")
        .order_by("pk")[:50]
    )
    return _table(request, rows, lambda row: (
        row.pk, row.author.name, row.author.role, row.created_at, row.text))  # fmt: skip


@login_required
def queue(request: HttpRequest) -> HttpResponse:
    rows = (
        Handling.objects.filter(is_open=True)
        .select_related("ticket__product", "organisation", "assignee")
        .order_by("due_at", "pk")[:50]
    )
    return _table(request, rows, lambda row: (
        row.ticket.number, row.ticket.title, row.organisation.name, row.ticket.product.name,
        row.priority, row.assignee and row.assignee.name, row.ticket.status, row.due_at,
        row.ticket.last_activity_at))  # fmt: skip


@login_required
def reply(request: HttpRequest, number: str) -> HttpResponse:
    Message.objects.create(
        ticket_id=request.POST["ticket"],
        organisation_id=request.user.organisation_id,  # type: ignore[union-attr]
        author=request.user,
        text=request.POST["text"],
        once=UUID(request.POST["once"]),
    )
    return HttpResponseRedirect(f"{PREFIX}tickets/{number}/", headers={"Content-Length": "0"})


def _table(request: HttpRequest, rows: QuerySet[Any], columns: Any) -> HttpResponse:
    body = TABLE.render(title="Floor", user=request.user, rows=rows, columns=columns).encode()
    return HttpResponse(body, headers={"Content-Length": str(len(body))})


urlpatterns = [
    path("floor/tickets/", ticket_list),
    path("floor/tickets/<str:number>/", ticket),
    path("floor/tickets/<str:number>/replies/", reply),
    path("floor/desk/tickets/", queue),
]


class _Request(WSGIRequest):
    urlconf = __name__


class _Handler(WSGIHandler):
    request_class = _Request


def application() -> WSGIHandler:
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        return _Handler()
