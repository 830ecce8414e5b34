"""What somebody is told, as a room would say it."""

from __future__ import annotations

from typing import Any

from kundportal.mail.letters import Quote
from kundportal.notifications.news import News


def news(number: int, *, title: str = "Schemat är tomt", text: str = "", **given: Any) -> News:
    said = {
        "topic": f"[SE-1234-5678] {title}",
        "what": f"svar {number} från Anna Ek",
        "lead": f"Anna Ek har svarat, för {number}:e gången.",
        "bare_topic": "Ärende SE-1234-5678",
        "bare_lead": "Det har hänt något i ärende SE-1234-5678.",
        "url": f"http://localhost:8000/tickets/SE-1234-5678/replies/{number}/",
        "label": "Läs svaret",
        "why": "Du är mottagare.",
        "quote": Quote(who="Anna Ek, Support", text=text or f"Prova **igen**, gång {number}."),
    }
    return News(**{**said, **given})
