"""What the addresses of notifications take and are made of, and who may send it."""

from __future__ import annotations

from typing import Any

from kundportal.notifications import stopping
from kundportal.notifications.models import Kind, Notification
from kundportal.notifications.telling import tell_all
from kundportal.tickets.models import Ticket
from tests.telling import news

NOTIFICATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "settings-notifications": ("administrator", {
        "replies": "portal", "assigned": "digest", "new_tickets": "portal",
        "applications": "at_once", "articles": "digest",
    }),
    "notifications-read": ("customer", {}),
    "notification-read": ("customer", {"show": "unread"}),
    "notifications-stop": ("stranger", {"List-Unsubscribe": "One-Click"}),
}  # fmt: skip


def names_of_notifications(ticket: Ticket) -> dict[str, Any]:
    reader = ticket.created_by
    tell_all([(reader, news(1))], kind=Kind.REPLIES, about=ticket, key="house:1")
    told = Notification.objects.of(reader).latest("pk")
    address = stopping.address_for(reader, [Kind.REPLIES])
    return {
        "notification-read.pk": told.pk,
        "notifications-stop.token": address.rstrip("/").split("/")[-1],
    }
