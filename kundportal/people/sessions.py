"""Keeps sessions in our own table, where each names its person, device and last use.

What ends a session is one moment in its row, moved on by use, so reading it costs what Django's
own costs: one query, which does not find what is over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from kundportal.people.models import Session


class SessionStore(DatabaseStore):
    """Django's own, with the row at hand. `device` is what the browser says of itself."""

    device = ""
    row: Session | None = None
    is_in_use = True  # a browser that only asks how long the session lasts does not use it

    @classmethod
    def get_model_class(cls) -> type[Session]:
        from kundportal.people.models import Session

        return Session

    def _get_session_from_db(self) -> Session | None:
        self.row = super()._get_session_from_db()  # type: ignore[misc]
        return self.row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Any = super().create_model_instance(data)
        if person := data.get(SESSION_KEY):
            shown = {one.get("method") for one in data.get(AUTHENTICATION_METHODS_SESSION_KEY, [])}
            row.belong_to(
                int(person),
                device=self.device,
                by_sign_on="socialaccount" in shown,
                before=self.row,
            )
            self.row = row
        return row  # type: ignore[no-any-return]

    def flush(self) -> None:
        super().flush()
        self.row = None


class NotesUse:
    """Middleware: hands the browser's name to the session, and notes that it was used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session: Any = request.session
        said = request.headers.get("User-Agent", "")
        session.device = "".join(one for one in said if one.isprintable())
        response = self.get_response(request)
        if session.row and session.is_in_use:
            session.row.note_use()
        return response
