"""One ticket of the demo, from the form to wherever it has come by now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from random import Random

from kundportal.desk.demo import files, forms
from kundportal.desk.demo.acts import Act, uuid
from kundportal.desk.demo.cast import Customer
from kundportal.desk.demo.clock import Office
from kundportal.desk.demo.stories import Story
from kundportal.people.models import Person
from kundportal.products.models import Product
from kundportal.tickets.models import Priority, Status, Ticket

SUBJECTS = ("matematik", "svenska", "engelska", "biologi", "historia", "musik", "slöjd", "fysik")


class Stage(IntEnum):
    """How far a ticket has come."""

    NEW = 1
    TAKEN = 2
    ANSWERED = 3
    FOLLOWED_UP = 4
    SOLVED = 5
    CLOSED = 6


@dataclass
class Play:
    """Who takes part in a ticket, and the acts that bring it to its stage."""

    story: Story
    title: str
    customer: Customer
    creator: Person
    recipients: list[Person]
    agent: Person
    stage: Stage
    luck: Random
    is_read: bool = True
    ticket: Ticket | None = None
    words: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        luck = self.luck
        self.words = {
            "skola": luck.choice(self.customer.schools),
            "forskola": luck.choice(self.customer.preschools),
            "klass": f"{luck.randint(4, 9)}{luck.choice('ABC')}",
            "amne": luck.choice(SUBJECTS),
            "kund": self.creator.name.split()[0],
        }

    def acts(self, office: Office, ago: float, lasar: str) -> list[Act]:
        """The acts, of which the last one happened `ago` office minutes before now."""
        self.words["lasar"] = lasar
        steps = self._steps()
        found = []
        for position, (do, pause) in reversed(list(enumerate(steps))):
            found.append(Act(office.ago(ago), do))
            ago += pause if position else 0
        return found

    def _steps(self) -> list[tuple[Callable[[], None], float]]:
        """What is done, each with the office minutes that passed since the step before."""
        minutes, story = self.luck.randint, self.story
        steps: list[tuple[Callable[[], None], float]] = [(self.create, 0)]
        if self.stage >= Stage.TAKEN:
            steps.append((self.take, minutes(8, 240)))
        if self.stage >= Stage.ANSWERED:
            steps.append((self.answer, minutes(12, 420)))
        if story.follow_up and self.stage >= Stage.FOLLOWED_UP:
            steps += [(self.read, minutes(3, 120)), (self.follow_up, minutes(20, 500))]
        if story.solution and self.stage >= Stage.SOLVED:
            steps.append((self.solve, minutes(25, 600)))
        if self.stage == Stage.CLOSED:
            if story.thanks:
                steps += [(self.read, minutes(5, 150)), (self.thank, minutes(2, 60))]
            steps.append((self.close, minutes(1, 240)))
        if self.is_read:
            steps.append((self.read, minutes(2, 15)))
        return steps

    def create(self) -> None:
        self.ticket = Ticket.objects.create_from_form(
            by=self.creator,
            product=Product.objects.get(name=self.story.product),
            title=self._said(self.title),
            text=self._said(self.story.text),
            once=uuid(self.luck),
            recipients=self.recipients,
            attachments=self._files(self.story.file),
            **forms.of_story(self.story.matter, self.title, self.creator),
        )

    def take(self) -> None:
        handling = self._ticket.handling
        handling.assign(to=self.agent, by=self.agent)
        if self.story.priority:
            handling.prioritise(priority=Priority(self.story.priority), by=self.agent)
        if self.story.note:
            handling.note(by=self.agent, text=self.story.note, once=uuid(self.luck))

    def answer(self) -> None:
        asks = not self.story.follow_up or self.luck.random() < 0.8
        status = Status.WAITING if asks or self.stage > Stage.ANSWERED else Status.IN_PROGRESS
        self._write(self.agent, self.story.answer, file=self.story.answer_file, status=status)

    def follow_up(self) -> None:
        self._write(self.creator, self.story.follow_up)

    def solve(self) -> None:
        self._write(self.agent, self.story.solution, status=Status.WAITING)

    def thank(self) -> None:
        self._write(self.creator, self.story.thanks)

    def close(self) -> None:
        by_customer = self.luck.random() < 0.6
        self._ticket.close(by=self.creator if by_customer else self.agent)

    def read(self) -> None:
        """Everyone who takes part has seen what there is."""
        for place in self._ticket.participants.all():
            place.read(up_to=place.ticket.messages.latest("pk").pk)

    @property
    def _ticket(self) -> Ticket:
        assert self.ticket
        return self.ticket

    def _write(self, by: Person, text: str, *, file: str = "", status: str = "") -> None:
        self._ticket.reply(
            by=by,
            text=self._said(text),
            once=uuid(self.luck),
            attachments=self._files(file),
            status=status,
        )

    def _said(self, text: str) -> str:
        return text.format_map(self.words)

    def _files(self, kind: str) -> list[files.SimpleUploadedFile]:
        return [files.upload(kind, self._said(self.title))] if kind else []
