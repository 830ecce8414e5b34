"""Whether the page of a ticket shows what there is, in one word that changes with it.

The word is made from all that the page shows: the ticket's row, which holds nothing that its
participants may not see, who takes part, the newest reply, and how the reader's organisation shares
sight. So no verb has to remember to change it, and what only the vendor sees never does.
"""

from __future__ import annotations

from hashlib import blake2s
from typing import Any

from kundportal.people.models import Person
from kundportal.tickets.models import Handling, Participant, Ticket


def version(ticket: Ticket, places: list[str], newest: int, reader: Person) -> str:
    """What the customer's page of a ticket is made from; `newest` is the last reply it shows."""
    shared = reader.organisation
    sight = [shared.sight, shared.sight_may_reply] if shared else []
    return _word([*_row(ticket), places, newest, *sight, reader.is_coordinator])


def desk_version(
    handling: Handling, places: list[str], newest: int, newest_note: int, reader: Person
) -> str:
    """The same for the desk's page, which shows the handling and the notes as well."""
    shown = version(handling.ticket, places, newest, reader)
    assignee = handling.assignee and handling.assignee.name
    return _word([shown, *_row(handling), assignee, newest_note])


def live(context: dict[str, Any], reader: Person) -> str:
    """The word for a page as it is shown, or "" for an earlier part, which nothing is added to."""
    if not context["is_newest"]:
        return ""
    newest = _newest(context["messages_shown"])
    here = places(context["people"])
    if "handling" not in context:
        return version(context["ticket"], here, newest, reader)
    return desk_version(context["handling"], here, newest, _newest(context["notes"]), reader)


def places(people: list[Participant]) -> list[str]:
    """Who takes part, as `with_news` reads it."""
    return [f"{one.person_id}{one.role}" for one in people]


def _newest(rows: list[Any]) -> int:
    return rows[-1].pk if rows else 0


def _row(row: Any) -> list[Any]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]


def _word(facts: list[Any]) -> str:
    return blake2s(repr(facts).encode(), digest_size=12).hexdigest()
