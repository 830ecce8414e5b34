"""How the demo's tickets end and rest: ratings, inner states, parked tickets, one that follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from kundportal.desk.demo import cast
from kundportal.desk.demo.acts import Act, uuid
from kundportal.desk.demo.admission import Admitted
from kundportal.desk.demo.clock import OFFICE_DAY, Office
from kundportal.lib import dates
from kundportal.people.models import Person
from kundportal.tickets.models import Grade, State, Status, Ticket, Topic

SEED = 4
RATED = 0.45
WORDS = {
    Grade.GOOD: [
        "Snabbt och tydligt, som vanligt.",
        "Bra att ni skickade med en bild av var knappen sitter.",
        "",
        "",
    ],
    Grade.SO_SO: ["Det löste sig, men vi fick förklara samma sak två gånger.", "", ""],
    Grade.BAD: [
        "Det tog nästan en vecka, mitt i terminsstarten.",
        "Jag förstod inte svaret och fick ringa en kollega i en annan kommun.",
    ],
}
FOLLOW_UP = """Nu är vi där igen: samma fel som i våras, sedan uppdateringen i onsdags.

Det gäller bara en av skolorna den här gången. Kan ni se om det hänger ihop?"""


def acts(office: Office, admitted: Admitted) -> Iterator[Act]:
    """What happens beside the plays, once they have been given."""
    luck = Random(SEED)  # noqa: S311 - for variety, not for secrets
    karin = admitted.people[cast.CUSTOMERS[0].people[0]]
    yield from _ratings(office, luck)
    yield from _states(office, luck)
    yield from _resting(office, karin)
    yield _follow_up(office, karin, luck)


def _ratings(office: Office, luck: Random) -> Iterator[Act]:
    for ticket in Ticket.objects.filter(status=Status.CLOSED).order_by("pk"):
        moment = ticket.ended_at + timedelta(minutes=luck.randint(2, 300))
        if luck.random() < RATED and moment < office.now:
            yield Act(moment, _Rating(ticket, luck))


class _Rating:
    """One rating; drawn when it is cast, so that the order of the acts does not matter."""

    def __init__(self, ticket: Ticket, luck: Random) -> None:
        self.ticket = ticket
        self.grade = luck.choices([Grade.GOOD, Grade.SO_SO, Grade.BAD], [70, 21, 9])[0]
        self.topics = luck.sample(list(Topic), luck.choice([0, 0, 1, 1, 2]))
        self.text = luck.choice(WORDS[self.grade])

    def __call__(self) -> None:
        by = self.ticket.created_by
        self.ticket.rate(by=by, value=self.grade, topics=self.topics, text=self.text)


def _states(office: Office, luck: Random) -> Iterator[Act]:
    chosen = [State.objects.special(code) for code in ("development", "planned")]
    rows = Ticket.objects.filter(status=Status.IN_PROGRESS).select_related("handling__assignee")
    for number, ticket in enumerate(rows.order_by("pk")):
        state, agent = chosen[number % 2], ticket.handling.assignee
        if state and agent and luck.random() < 0.5:
            yield Act(office.ago(10), _Stated(ticket, state, agent))


class _Stated:
    def __init__(self, ticket: Ticket, state: State, agent: Person) -> None:
        self.ticket, self.state, self.agent = ticket, state, agent

    def __call__(self) -> None:
        self.ticket.handling.set_state(state=self.state, by=self.agent)


def _resting(office: Office, karin: Person) -> Iterator[Act]:
    """The oldest of those that wait for her, and she has read."""
    rows = Ticket.objects.filter(
        status=Status.WAITING, created_by=karin, participants__person=karin, participants__unread=0
    )
    if ticket := rows.order_by("last_activity_at").first():
        until = dates.add_working_days(office.today, 6)
        yield Act(office.ago(240), _Parked(ticket, until, karin))


class _Parked:
    def __init__(self, ticket: Ticket, until: date, by: Person) -> None:
        self.ticket, self.until, self.by = ticket, until, by

    def __call__(self) -> None:
        self.ticket.park(until=self.until, by=self.by)


def _follow_up(office: Office, karin: Person, luck: Random) -> Act:
    """She writes in the ticket of hers that has been closed for longest."""
    rows = Ticket.objects.filter(status=Status.CLOSED, created_by=karin)
    ticket = rows.order_by("last_activity_at")[0]

    def write() -> None:
        ticket.reply(by=karin, text=FOLLOW_UP, once=uuid(luck))

    return Act(office.ago(0.4 * OFFICE_DAY), write)
