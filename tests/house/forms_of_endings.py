"""What the addresses about how tickets end take, and who may send it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kundportal.tickets.models import State

SOON = (date.today() + timedelta(days=30)).isoformat()
ENDINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "closure": ("customer", {"text": "T", "once": ""}),
    **dict.fromkeys(("closure-undo", "solution"), ("customer", {})),
    "parking": ("customer", {"until": SOON}),
    "reopening": ("customer", {"text": "T", "once": "", "files": ""}),
    "rating": ("customer", {"value": "3", "topics": "speed", "text": "T", "once": ""}),
    "desk-state": ("agent", {"state": "1"}),
    "desk-states": ("administrator", {"name_sv": "A", "name_en": "A", "status": "open"}),
    "desk-state-names": ("administrator", {"name_sv": "A", "name_en": "A"}),
    "desk-state-position": ("administrator", {"position": "0"}),
    "desk-state-offer": ("administrator", {"offered": "no"}),
}


def names_of_states() -> dict[str, int]:
    """What the addresses of an inner state are made of."""
    state = State.objects.earliest("pk").pk
    return {f"desk-state-{act}.pk": state for act in ("names", "position", "offer")}
