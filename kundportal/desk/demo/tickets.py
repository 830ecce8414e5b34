"""Which tickets there are in the demo: how many of each kind, whose they are, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from kundportal.desk.demo import cast, stories
from kundportal.desk.demo.acts import Act
from kundportal.desk.demo.admission import Admitted
from kundportal.desk.demo.cast import Customer
from kundportal.desk.demo.clock import OFFICE_DAY, Office
from kundportal.desk.demo.play import Play, Stage
from kundportal.people.models import Person, Role

TICKETS = 299  # and one that follows another, see endings.py
OLDEST = 80 * OFFICE_DAY
TODAY = (0.6, 0.82, 0.97)  # shares of the day that has passed, whatever weekday it is

# Stage, how many, and between which office minutes before now the last thing happened.
STAGES = [
    (Stage.NEW, 8, (15, 700)),
    (Stage.NEW, 2, (3.3 * OFFICE_DAY, 5 * OFFICE_DAY)),  # late
    (Stage.TAKEN, 2, (3.3 * OFFICE_DAY, 4 * OFFICE_DAY)),  # late
    (Stage.TAKEN, 9, (25, 650)),
    (Stage.FOLLOWED_UP, 11, (15, 700)),
    (Stage.ANSWERED, 13, (20, 8 * OFFICE_DAY)),
    (Stage.SOLVED, 11, (20, 6 * OFFICE_DAY)),
]
# The same for the account that one looks at first, and whether it has been read.
OF_THE_CUSTOMER = [
    (Stage.ANSWERED, 40, False),
    (Stage.SOLVED, 260, False),
    (Stage.ANSWERED, 700, False),
    (Stage.SOLVED, 1300, True),
    (Stage.ANSWERED, 1900, True),
    (Stage.NEW, 95, True),
    (Stage.TAKEN, 330, True),
    (Stage.FOLLOWED_UP, 520, True),
    (Stage.FOLLOWED_UP, 640, True),
    *[(Stage.CLOSED, days * OFFICE_DAY, True) for days in (2.4, 5, 9, 17, 31, 46, 60)],
]
SHARED_WITH_THE_CUSTOMER = [(Stage.FOLLOWED_UP, 210), (Stage.SOLVED, 900), (Stage.CLOSED, 3100)]


class Programme:
    """Casts the plays: who creates a ticket about what, and who answers it."""

    def __init__(self, office: Office, admitted: Admitted, luck: Random) -> None:
        self.office, self.luck = office, luck
        self.people = admitted.people
        self.deck = stories.Deck(stories.everything(), luck)
        self.agents = admitted.staff(Role.AGENT) * 3 + admitted.staff(Role.CONSULTANT)
        self.places = {name: one for one in cast.CUSTOMERS for name in one.people}
        first = office.today.year - (office.today.month < 7)
        self.lasar = f"{first}/{(first + 1) % 100:02}"

    def acts(self) -> Iterator[Act]:
        """The acts of all tickets, in no order."""
        customer, colleague, *_others = (self.people[name] for name in cast.CUSTOMERS[0].people)
        made = 0
        for stage, ago, is_read in OF_THE_CUSTOMER:
            yield from self._play(stage, ago, customer, is_read=is_read)
            made += 1
        for stage, ago in SHARED_WITH_THE_CUSTOMER:
            yield from self._play(stage, ago, colleague, recipients=[customer])
            made += 1
        for share in TODAY:
            play = self._cast(Stage.NEW, self._someone(), [], is_read=True)
            play.words["lasar"] = self.lasar
            yield Act(self.office.today_at(share), play.create)
            made += 1
        for stage, count, (least, most) in STAGES:
            for _number in range(count):
                ago = self.luck.uniform(least, most)
                is_read = ago > OFFICE_DAY or self.luck.random() < 0.5
                yield from self._play(stage, ago, self._someone(), is_read=is_read)
            made += count
        for _number in range(TICKETS - made):
            ago = OFFICE_DAY + (OLDEST - OFFICE_DAY) * self.luck.random() ** 1.4
            yield from self._play(Stage.CLOSED, ago, self._someone())

    def _play(
        self,
        stage: Stage,
        ago: float,
        creator: Person,
        *,
        recipients: list[Person] | None = None,
        is_read: bool = True,
    ) -> list[Act]:
        named = self._named_by(creator) if recipients is None else recipients
        play = self._cast(stage, creator, named, is_read=is_read)
        return play.acts(self.office, ago, self.lasar)

    def _cast(
        self, stage: Stage, creator: Person, recipients: list[Person], *, is_read: bool
    ) -> Play:
        has_gone_on = stage in {Stage.FOLLOWED_UP, Stage.SOLVED}
        story, title = self.deck.deal(with_follow_up=has_gone_on)
        return Play(
            story,
            title,
            self._place_of(creator),
            creator,
            recipients,
            self.luck.choice(self.agents),
            stage,
            self.luck,
            is_read=is_read,
        )

    def _someone(self) -> Person:
        """Any customer but the one whose tickets are chosen by hand."""
        names = [name for name in self.places if name != cast.CUSTOMERS[0].people[0]]
        return self.people[self.luck.choice(names)]

    def _named_by(self, creator: Person) -> list[Person]:
        """Now and then a colleague; the customer whose list is chosen by hand is never one."""
        names = [name for name in self._place_of(creator).people if name != creator.name]
        names = [name for name in names if name != cast.CUSTOMERS[0].people[0]]
        if not names or self.luck.random() > 0.3:
            return []
        return [self.people[self.luck.choice(names)]]

    def _place_of(self, person: Person) -> Customer:
        return self.places[person.name]
