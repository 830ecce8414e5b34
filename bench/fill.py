"""Fills an empty database with as many tickets as wanted, the same for the same seed and day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from bench import bulk, words
from bench.drafts import (
    CUSTOMERS,
    ORGANISATIONS,
    QUIET,
    STAFF,
    WRITERS,
    Draft,
    draw,
    organisation_of,
    sight_of,
)
from kundportal.history.models import Event
from kundportal.lib import dates
from kundportal.mail.models import Mail, State
from kundportal.people.models import Organisation, Person, Role
from kundportal.products.models import Product
from kundportal.tickets.models import (
    Attachment,
    Form,
    Handling,
    Matter,
    Message,
    Note,
    Participant,
    SearchEntry,
    Sight,
    Status,
    Ticket,
)
from kundportal.tickets.models.handling import NEVER

SEED = 4711
# The last one has no ticket: the list of nothing must cost no more than others.
PRODUCTS = [
    "Skolvalvet", "Betygslådan", "Schemaverket", "Elevkollen", "Platsguiden", "Arkivhyllan",
]  # fmt: skip
SIGHTS = [Sight.ORGANISATION] * 18 + [Sight.SHARED, Sight.PRIVATE]
Row = Sequence[Any]


def fill(count: int) -> None:
    """`count` tickets with all that belongs to them, in one transaction."""
    random = Random(SEED)
    drafts = draw(count, now=timezone.now(), random=random)
    with transaction.atomic():
        _people(random)
        _tickets(drafts, random)
        _conversations(drafts, random)
        _places(drafts, random)
        _letters(drafts)
    SearchEntry.objects.build_missing()
    bulk.continue_numbering(
        Organisation, Person, Product, Ticket, Message, Attachment, Participant, Note, Event, Mail
    )
    bulk.settle()


def _people(random: Random) -> None:
    bulk.insert(
        Organisation,
        ["id", "name", "sight", "created_at"],
        (
            (pk, f"Kommun {pk:03d}", sight_of(pk), timezone.now())
            for pk in range(1, ORGANISATIONS + 1)
        ),
    )
    first = ["Karin", "Olle", "Yasmin", "Bo", "Anna", "Erik", "Fatima", "Lars", "Sara", "Mikael"]
    last = ["Berg", "Dahl", "Ståhl", "Lind", "Ek", "Sjögren", "Åberg", "Öman", "Holm", "Nyström"]

    def person(pk: int, role: str, organisation: int | None) -> Row:
        name = f"{random.choice(first)} {random.choice(last)}"
        email = f"person{pk}@kommun.example"
        coordinates = role == Role.CUSTOMER and pk <= WRITERS.stop
        return pk, email, name, role, organisation, coordinates, "!unusable", timezone.now()

    rows = [person(pk, Role.CUSTOMER, organisation_of(pk)) for pk in range(1, CUSTOMERS + 1)]
    rows += [person(pk, Role.AGENT, None) for pk in STAFF]
    names = [
        "id", "email", "name", "role", "organisation_id", "is_coordinator", "password",
        "created_at",
    ]  # fmt: skip
    bulk.insert(Person, names, rows)
    bulk.insert(Product, ["id", "name"], enumerate(PRODUCTS, start=1))


def _tickets(drafts: list[Draft], random: Random) -> None:
    form = Form.objects.get(slug="sverige")
    matters = list(Matter.objects.filter(form=form).values_list("pk", flat=True))
    promises = {draft.pk: dates.add_working_days(draft.moments[-1].date(), 2)
                for draft in drafts if _is_owed(draft)}  # fmt: skip
    bulk.insert(
        Ticket,
        ["id", "number", "form_id", "product_id", "matter_id", "title", "status",
         "organisation_id", "created_by_id", "sight", "once", "created_at", "last_activity_at",
         "answer_by"],
        ((one.pk, one.number, form.pk, random.randrange(1, len(PRODUCTS)), random.choice(matters),
          words.title(random), one.status, one.organisation, one.creator, random.choice(SIGHTS),
          _key(random), one.moments[0], one.moments[-1], promises.get(one.pk)) for one in drafts),
    )  # fmt: skip
    bulk.insert(
        Handling,
        ["ticket_id", "organisation_id", "priority", "assignee_id", "due_at", "is_open"],
        ((one.pk, one.organisation, random.choice([1, 2, 2, 2, 3, 4]), one.assignee,
          dates.end_of_work(promises[one.pk]) if one.pk in promises else NEVER,
          one.status != Status.CLOSED) for one in drafts),
    )  # fmt: skip


def _is_owed(draft: Draft) -> bool:
    return draft.status in {Status.OPEN, Status.IN_PROGRESS}


def _conversations(drafts: list[Draft], random: Random) -> None:
    written = sorted(
        (number, one, author, moment)
        for one in drafts
        for number, author, moment in zip(one.numbers, one.authors, one.moments, strict=True)
    )
    with_files = {
        number for number, one, *_ in written if random.random() < 0.1 or one.creator == QUIET
    }
    bulk.insert(
        Message,
        ["id", "ticket_id", "organisation_id", "author_id", "text", "once", "created_at",
         "has_files"],
        ((number, one.pk, one.organisation, author, words.text(random), _key(random), moment,
          number in with_files) for number, one, author, moment in written),
    )  # fmt: skip
    bulk.insert(
        Attachment,
        ["message_id", "ticket_id", "organisation_id", "key", "name", "size", "content_type",
         "file", "preview"],
        (_file(number, one, random) for number, one, *_ in written if number in with_files),
    )  # fmt: skip
    bulk.insert(
        Note,
        ["ticket_id", "organisation_id", "author_id", "text", "once", "created_at"],
        ((one.pk, one.organisation, random.choice(STAFF), words.text(random), _key(random),
          one.moments[0] + timedelta(minutes=20)) for one in drafts if random.random() < 0.2),
    )  # fmt: skip


def _file(message: int, draft: Draft, random: Random) -> Row:
    key = _key(random)
    name, kind = random.choice([("skärmbild.png", "image/png"), ("lista.pdf", "application/pdf")])
    path = f"tickets/{key.hex[:2]}/{key.hex}"
    preview = f"{path}.webp" if kind.startswith("image/") else ""
    size = random.randrange(2_000, 900_000)
    return message, draft.pk, draft.organisation, key, name, size, kind, path, preview


def _places(drafts: list[Draft], random: Random) -> None:
    def rows() -> Iterator[Row]:
        for one in drafts:
            chance = 0.003 if one.status == Status.CLOSED else 0.15
            for person in (one.creator, *one.recipients):
                role = Participant.Role.CREATOR if person == one.creator else "recipient"
                new = person != one.authors[-1] and random.random() < chance
                yield (one.pk, person, one.organisation, role, int(new),
                       one.numbers[-1] if new else None, one.moments[-1],
                       one.status != Status.CLOSED)  # fmt: skip

    names = ["ticket_id", "person_id", "organisation_id", "role", "unread", "first_unread_id",
             "last_activity_at", "is_open"]  # fmt: skip
    bulk.insert(Participant, names, rows())


def _letters(drafts: list[Draft]) -> None:
    """What every act leaves behind: a line of history, and a mail that has been sent."""
    bulk.insert(
        Event,
        ["at", "by_id", "verb", "thing", "thing_id", "organisation_id", "data"],
        ((one.moments[0], one.creator, "ticket.created", "tickets.ticket", one.pk,
          one.organisation, Jsonb({"recipients": one.recipients})) for one in drafts),
    )  # fmt: skip
    letter = "Vi har tagit emot ditt ärende och svarar inom två arbetsdagar.\n" * 5
    bulk.insert(
        Mail,
        ["key", "to", "subject", "text", "html", "language", "message_id", "person_id",
         "organisation_id", "state", "tries", "created_at", "give_up_at", "sent_at"],
        ((f"created:{one.pk}:{one.creator}", f"person{one.creator}@kommun.example",
          f"[{one.number}] Vi har tagit emot ditt ärende", letter, letter, "sv",
          f"<{one.number}@localhost>", one.creator, one.organisation, State.SENT, 1,
          one.moments[0], one.moments[0] + timedelta(days=3), one.moments[0])
         for one in drafts),
    )  # fmt: skip


def _key(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
