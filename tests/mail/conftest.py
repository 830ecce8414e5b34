"""What the tests of the mail share: a server, a letter, and mails to send."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.db import connection, connections
from procrastinate.contrib.django import app

from kundportal.mail.letters import Button, Letter, Quote
from kundportal.mail.models import Mail
from tests.mail.provider import provider  # noqa: F401

LINK = "https://portal.example/tickets/SE-4839-2175/#reply-34"


@pytest.fixture
def letter() -> Letter:
    return Letter(
        subject="Svar på ärende SE-4839-2175: Schemat går inte att spara",
        lead="Anna Ek har svarat på ditt ärende.",
        paragraphs=("Ärendet väntar på dig.",),
        quote=Quote(who="Anna Ek, Support", text="Hej **Åsa**,\n\nprova att <logga ut> & in igen."),
        button=Button(label="Läs svaret", url=LINK),
        why="Du får det här mejlet för att du är mottagare i ärendet. Ändra det i inställningarna.",
    )


@pytest.fixture
def post(letter: Letter, db: None) -> Callable[..., Mail]:
    """Posts a mail with a key of its own, into an empty queue."""
    numbers = count(1)
    empty_the_queue()

    def post_one(written: Letter = letter, **details: Any) -> Mail:
        chosen = {"to": "asa.berg@skola.se", "key": f"reply:{next(numbers)}", "language": "sv"}
        return Mail.objects.post(written, **(chosen | details))

    return post_one


@pytest.fixture
def work(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Runs the worker, periodic jobs included, until no job is left."""
    # Its threads then close their connections, so that the database can be dropped.
    monkeypatch.setitem(connections.databases["default"], "CONN_MAX_AGE", 0)
    empty_the_queue()

    def run() -> None:
        with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
            app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    return run


def empty_the_queue() -> None:
    """Jobs stay when a test ends, since no model of ours holds them."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
