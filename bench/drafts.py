"""Draws tickets: who creates them, who else takes part, when who writes. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from stdnum import damm

from kundportal.tickets.models import Status

ORGANISATIONS = 200
CUSTOMERS = 1000
STAFF = range(CUSTOMERS + 1, CUSTOMERS + 31)
# Customers are numbered by how busy they are. No organisation has two of those that we measure.
READERS = range(1, 25)
WRITERS = range(25, 33)
QUIET = CUSTOMERS  # has one ticket, with one message, which is all that the last agent handles
OPEN_OF_A_READER = 40
OPEN_OF_A_WRITER = 10
RECENT, OLD = timedelta(days=45), timedelta(days=730)


@dataclass(slots=True)
class Draft:
    """A ticket before it is a row. `numbers` are the keys of its messages."""

    creator: int
    recipients: list[int]
    status: str
    moments: list[datetime]
    authors: list[int]
    number: str = ""
    pk: int = 0
    numbers: list[int] = field(default_factory=list)

    @property
    def organisation(self) -> int:
        return organisation_of(self.creator)

    @property
    def assignee(self) -> int | None:
        if self.creator == QUIET:
            return STAFF[-1]
        return None if self.status == Status.OPEN else STAFF[self.creator % (len(STAFF) - 1)]


def organisation_of(customer: int) -> int:
    return (customer - 1) % ORGANISATIONS + 1


def sight_of(organisation: int) -> str:
    """A third of the organisations each; those of the readers in turn."""
    return ("own", "everyone", "coordinators")[organisation % 3]


def draw(count: int, *, now: datetime, random: Random) -> list[Draft]:
    """`count` tickets in the order in which they were created, their messages numbered by time."""
    drafts = sorted(_draw(count, now, random), key=lambda draft: draft.moments[0])
    digits = random.sample(range(10**7), count)
    for pk, (draft, drawn) in enumerate(zip(drafts, digits, strict=True), start=1):
        whole = f"{drawn:07d}" + damm.calc_check_digit(f"{drawn:07d}")
        draft.pk, draft.number = pk, f"SE-{whole[:4]}-{whole[4:]}"
    written = sorted((moment, draft.pk) for draft in drafts for moment in draft.moments)
    for number, (_moment, pk) in enumerate(written, start=1):
        drafts[pk - 1].numbers.append(number)
    return drafts


def _draw(count: int, now: datetime, random: Random) -> Iterator[Draft]:
    """First what we measure, the same in every size; then a backlog; the rest is closed."""
    reserved = [(reader, 5) for reader in READERS for _ in range(OPEN_OF_A_READER)]
    reserved += [(writer, 3) for writer in WRITERS for _ in range(OPEN_OF_A_WRITER)]
    for creator, messages in reserved:
        yield _open(creator, messages, now, random)
    yield _one(QUIET, 1, now - RECENT, Status.IN_PROGRESS, random)
    backlog = max(count // 25, 100)
    for _ in range(backlog):
        creator = random.randrange(WRITERS.stop, QUIET)
        yield _open(creator, random.randint(3, 5), now, random)
    weights = list(accumulate(1 / (rank + 10) for rank in range(QUIET - 1)))
    rest = count - len(reserved) - 1 - backlog
    for creator in random.choices(range(1, QUIET), cum_weights=weights, k=rest):
        begun = now - timedelta(days=10) - OLD * random.random()
        yield _one(creator, random.randint(3, 5), begun, Status.CLOSED, random)


def _open(creator: int, messages: int, now: datetime, random: Random) -> Draft:
    answered = messages % 2 == 0
    status = Status.WAITING if answered else random.choice([Status.OPEN, Status.IN_PROGRESS])
    begun = now - timedelta(days=10) - RECENT * random.random()
    return _one(creator, messages, begun, status, random)


def _one(creator: int, messages: int, begun: datetime, status: str, random: Random) -> Draft:
    colleagues = range(organisation_of(creator), QUIET, ORGANISATIONS)
    others = [one for one in colleagues if one != creator]
    recipients = random.sample(others, random.randrange(3))
    agent = random.choice(STAFF)
    authors = [agent if turn % 2 else creator for turn in range(messages)]
    steps = [timedelta(hours=48 * random.random() + 0.1) for _ in range(messages)]
    moments = [begun, *(begun + step for step in accumulate(steps[1:]))]
    return Draft(creator, recipients, status, moments, authors)
