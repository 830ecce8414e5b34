"""Keeps sessions in our own table, where each names its person, device and last use.

What ends a session is one moment in its row, moved on by use, so reading it costs one query, which
does not find what is over and brings along the person, with all that decides whether they may
come in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from kundportal.people import reading_sessions

if TYPE_CHECKING:
    from kundportal.people.models import Person, Session


class SessionStore(DatabaseStore):
    """Django's own, with the row at hand. `device` is what the browser says of itself."""

    device = ""
    row: Session | None = None
    is_in_use = True  # a browser that only asks how long the session lasts does not use it
    brings_person = False  # nobody but a request needs them

    @classmethod
    def get_model_class(cls) -> type[Session]:
        from kundportal.people.models import Session

        return Session

    def _get_session_from_db(self) -> Session | None:
        if self.brings_person:
            self.row = reading_sessions.lasting(self.session_key)
            if self.row is None:
                self._session_key = None
        else:
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
        session.brings_person = True
        response = self.get_response(request)
        if session.row and session.is_in_use:
            session.row.note_use()
        return response


class KnowsPerson(AuthenticationMiddleware):
    """Django's own, spared the question for the person, whom the session has brought along."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        asks_django = request.user
        request.user = SimpleLazyObject(lambda: _brought(request) or asks_django)  # type: ignore[assignment]


def _brought(request: HttpRequest) -> Person | None:
    """The person, where nothing at all speaks against it; every doubt is Django's to settle."""
    said: Any = request.session
    held = said.get(SESSION_KEY), said.get(BACKEND_SESSION_KEY), said.get(HASH_SESSION_KEY, "")
    person = said.row.person if said.row else None
    if person is None or not person.may_sign_in or held[0] != str(person.pk):
        return None
    if held[1] not in settings.AUTHENTICATION_BACKENDS:
        return None
    is_same = constant_time_compare(held[2], person.get_session_auth_hash())
    return person if is_same else None
