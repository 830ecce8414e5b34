"""What the clients ask for: raw requests of signed-in people, and what a right answer holds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.drafts import QUIET, READERS, STAFF, WRITERS, sight_of
from bench.floor import PREFIX
from bench.load import PLACE_OF_KEY
from kundportal.people.models import Person
from kundportal.tickets.models import Status, Ticket

CLIENTS = 8
SEARCH = "search"
CSRF = "a" * 32
BOUNDARY = "----kundportal"
LIST, TITLE = '<table class="ticket-list"', "<h1>"
ROW, ENTRY, FLOOR_ROW = 'class="ticket-title"', '<article class="entry', "<tr>"


@dataclass(frozen=True)
class Step:
    """What one client asks for in turn, and how to tell that an answer is right."""

    requests: list[str]
    marker: str = ""
    count: int = 0
    status: int = 200


@dataclass(frozen=True)
class Page:
    """A page and its floor, a step per client each, and the SQL that the page runs."""

    name: str
    floor: list[Step]
    page: list[Step]
    statements: list[str]
    queries_of_one_row: int | None = None


@dataclass(frozen=True)
class Reader:
    pk: int
    session: str

    def tickets(self) -> list[Ticket]:
        return list(open_tickets(self.pk))


def pages() -> list[Page]:
    """The pages in the order in which they are measured; the one that writes comes last."""
    readers, staff = signed_in(READERS), signed_in(STAFF[:CLIENTS])
    some = open_tickets(READERS[0])[:10]  # with and without files
    return [
        *lists(readers),
        _read(
            "ticket, 5 messages",
            [[_get(reader, ticket.url) for ticket in reader.tickets()] for reader in readers],
            Step([], ENTRY, 5),
            many=max((queries(READERS[0], one.url) for one in some), key=len),
            one=queries(QUIET, open_tickets(QUIET)[0].url),
        ),
        _read(
            "agent's queue, 50 rows",
            [[_get(reader, "/desk/tickets/")] for reader in staff],
            Step([], ROW, 50),
            many=queries(STAFF[0], "/desk/tickets/"),
            one=queries(STAFF[-1], "/desk/tickets/?view=mine"),
        ),
        _reply(signed_in(WRITERS)),
    ]


# Each shows 25 rows to those that are measured, when there are enough tickets.
FILTERED = [
    "", "?show=closed", "?show=all&sort=oldest", "?show=all&product=2", "?sort=answer",
    "?whose=mine&show=all&sort=created", "?show=closed&product=3",
]  # fmt: skip
COMMON = ["betyg", "schema", "frånvaro", "sparar rektor", "gymnasiet"]
RARE = ["rad 4711", "4839", "kanelbulle", '"felmeddelandet" 4127 sju']


def lists(readers: list[Reader]) -> list[Page]:
    """The customer's list with each sight, and searches, which are measured against the list."""
    own, shared = ([one for one in readers if (sight_of(one.pk) == "own") == is_own]
                   for is_own in (True, False))  # fmt: skip
    first = shared[0].pk
    found = [
        _read(
            "customer's list, 25 rows",
            [[_get(reader, "/tickets/")] for reader in own],
            Step([], ROW, 25),
            many=queries(own[0].pk, "/tickets/"),
            one=queries(QUIET, "/tickets/"),
        ),
        _read(
            "list of an organisation, filtered",
            [[_get(reader, f"/tickets/{one}") for one in FILTERED] for reader in shared],
            Step([], LIST, 1),
            floor_rows=25,
            many=max((queries(first, f"/tickets/{one}") for one in FILTERED), key=len),
            one=max((queries(QUIET, f"/tickets/{one}") for one in FILTERED), key=len),
        ),
    ]
    for name, words in (("common", COMMON), ("rare", RARE)):
        addresses = ["/tickets/?" + urlencode({"q": one}) for one in words]
        asked = _read(
            f"{SEARCH} for {name} words",
            [[_get(reader, one) for one in addresses] for reader in shared],
            Step([], TITLE, 1),
            many=queries(first, addresses[0]),
            one=queries(first, "/tickets/?q=kanelbulle"),
        )
        beside = _shares([[_get(reader, "/tickets/")] for reader in shared])
        found.append(replace(asked, floor=[Step(mine, ROW, 25) for mine in beside]))
    return found


def queries(person: int, path: str) -> list[str]:
    """The SQL that a page runs for a person, session and sign-in included."""
    client = Client(headers={"host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = signed_in([person])[0].session
    client.get(path)  # what a process does once is not the page's
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answers {response.status_code}")
    return [query["sql"] for query in captured]


def open_tickets(person: int) -> list[Ticket]:
    mine = Ticket.objects.filter(created_by=person).exclude(status=Status.CLOSED)
    return list(mine.order_by("pk"))


def _read(
    name: str,
    requests: Sequence[list[str]],
    right: Step,
    *,
    many: list[str],
    one: list[str],
    floor_rows: int = 0,
) -> Page:
    shares = _shares(requests)
    bare = [[_bare(text) for text in mine] for mine in shares]
    return Page(
        name,
        floor=[Step(mine, FLOOR_ROW, floor_rows or right.count) for mine in bare],
        page=[Step(mine, right.marker, right.count) for mine in shares],
        statements=many,
        queries_of_one_row=len(one),
    )


def _shares(requests: Sequence[list[str]]) -> list[list[str]]:
    """What each client asks for."""
    return [[text for mine in requests[at::CLIENTS] for text in mine] for at in range(CLIENTS)]


def _bare(request: str) -> str:
    """The same at the floor, which knows no filters."""
    path, rest = request.removeprefix("GET /").split(" ", 1)
    return f"GET {PREFIX}{path.split('?')[0]} {rest}"


def _reply(writers: list[Reader]) -> Page:
    """Every client writes in tickets of its own: what we measure is not the wait for a lock."""
    text = "Tack för svaret. " * 20
    floor, page = [], []
    for writer in writers:
        bare, real = [], []
        for ticket in writer.tickets():
            fields = {"text": text, "once": PLACE_OF_KEY.decode()}
            real.append(_post(writer, f"{ticket.url}replies/", fields))
            fields["ticket"] = str(ticket.pk)
            bare.append(_post(writer, f"{PREFIX}{ticket.url[1:]}replies/", fields))
        floor.append(Step(bare, status=302))
        page.append(Step(real, status=302))
    return Page("reply posted", floor, page, statements=[])


def signed_in(people: Iterable[int]) -> list[Reader]:
    engine = import_module(settings.SESSION_ENGINE)
    readers = []
    for person in Person.objects.filter(pk__in=people).order_by("pk"):
        session = engine.SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        # What allauth keeps of a second factor, which staff must have shown.
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.create()
        readers.append(Reader(person.pk, session.session_key))
    return readers


def _get(reader: Reader, path: str) -> str:
    return f"GET {path} {_head(reader)}\r\n"


def _post(reader: Reader, path: str, fields: dict[str, str]) -> str:
    """A form as a browser sends it when it could carry files."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {"csrfmiddlewaretoken": CSRF, **fields}.items()
    ]
    body = "".join(parts) + f"--{BOUNDARY}--\r\n"
    return (
        f"POST {path} {_head(reader)}Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
        f"Content-Length: {len(body.encode())}\r\n\r\n{body}"
    )


def _head(reader: Reader) -> str:
    cookies = f"{settings.SESSION_COOKIE_NAME}={reader.session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    return (
        f"HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Language: sv\r\n"
        f"Cookie: {cookies}\r\n"
    )
