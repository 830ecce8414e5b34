"""The vendor's own words for how far a ticket has come. No customer ever reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from kundportal.history.models import record
from kundportal.lib.labels import label
from kundportal.lib.texts import in_readers_language
from kundportal.people.models import Person
from kundportal.tickets.models.choices import Status


class LastOfItsStatus(Exception):
    """A status must keep at least one state that tickets can be in."""


class StateQuerySet(models.QuerySet["State"]):
    def special(self, code: str) -> State | None:
        """The state that the program itself chooses in a case of its own, if it is offered."""
        return self.filter(code=code, is_offered=True).first()

    @transaction.atomic
    def add(self, *, names: dict[str, str], status: str, by: Person) -> State:
        """A state of one's own, last among those of its status."""
        _ask(by)
        rows = _locked(status)
        last = max((one.position for one in rows), default=0)
        state = self.create(names=names, status=Status(status), position=last + 1)
        record("ticket_state.added", thing=state, by=by, status=status)
        return state


class State(models.Model):
    """An inner state, such as "Planned", and the status that customers see meanwhile.

    The first that is offered of each status is the one that a ticket comes into by itself. `code`
    marks those that came with the portal.
    """

    code = models.SlugField(max_length=20, blank=True)
    names = models.JSONField()
    status = models.CharField(max_length=10, choices=Status.choices)
    position = models.PositiveSmallIntegerField(default=0)
    is_offered = models.BooleanField(default=True)

    objects: ClassVar[Any] = StateQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], name="state_code_once", condition=~models.Q(code="")
            ),
        ]

    def __str__(self) -> str:
        return in_readers_language(self.names)

    @property
    def status_label(self) -> str:
        return label(Status(self.status))

    @transaction.atomic
    def rename(self, *, names: dict[str, str], by: Person) -> None:
        """Gives it other names; tickets in it have them at once."""
        _ask(by)
        self.names = names
        self.save(update_fields=["names"])
        record("ticket_state.renamed", thing=self, by=by)

    @transaction.atomic
    def move(self, *, to: int, by: Person) -> None:
        """Gives it another place, counted from 0, among those offered of its status."""
        _ask(by)
        rows = [one for one in _locked(self.status) if one.is_offered and one.pk != self.pk]
        rows.insert(max(0, min(to, len(rows))), self)
        for place, one in enumerate(rows):
            State.objects.filter(pk=one.pk).update(position=place)
        record("ticket_state.moved", thing=self, by=by, to=to)

    @transaction.atomic
    def offer(self, *, is_offered: bool, by: Person) -> None:
        """Withdraws it or brings it back. Tickets that are in it stay there."""
        _ask(by)
        rows = {one.pk: one for one in _locked(self.status)}
        if rows[self.pk].is_offered == is_offered:
            return
        others = [one for one in rows.values() if one.is_offered and one.pk != self.pk]
        if not is_offered and not others:
            raise LastOfItsStatus
        self.is_offered = is_offered
        self.save(update_fields=["is_offered"])
        verb = "ticket_state.returned" if is_offered else "ticket_state.withdrawn"
        record(verb, thing=self, by=by)


@dataclass(frozen=True)
class States:
    """All states at once: they are few, and a page of the desk names many tickets."""

    rows: list[State]

    @classmethod
    def load(cls) -> States:
        return cls.of_rows(State.objects.all())

    @classmethod
    def of_rows(cls, rows: Iterable[State]) -> States:
        """As customers' statuses follow each other, withdrawn ones last in each."""
        rank = {status: number for number, status in enumerate(Status)}

        def place(one: State) -> tuple[int, bool, int, int]:
            return rank[Status(one.status)], not one.is_offered, one.position, one.pk

        return cls(sorted(rows, key=place))

    def offered(self) -> list[State]:
        return [one for one in self.rows if one.is_offered]

    def get(self, pk: int | None) -> State | None:
        return next((one for one in self.rows if one.pk == pk), None)

    def first(self, status: str) -> State | None:
        """The one that a ticket of that status is in when nobody has said more."""
        return next((one for one in self.offered() if one.status == status), None)

    def of(self, state_id: int | None, status: str) -> State | None:
        return self.get(state_id) or self.first(status)

    def name(self, state_id: int | None, status: str) -> str:
        return str(self.of(state_id, status) or label(Status(status)))

    def by_status(self) -> list[tuple[Status, list[State]]]:
        return [(one, [row for row in self.rows if row.status == one]) for one in Status]

    def grouped(self, also: int | None = None) -> Iterable[tuple[Status, list[State]]]:
        """Those to choose from, by what customers see; `also` is there even if withdrawn."""
        for status, rows in self.by_status():
            if chosen := [one for one in rows if one.is_offered or one.pk == also]:
                yield status, chosen


def _ask(by: Person) -> None:
    if not by.is_administrator:
        raise PermissionDenied


def _locked(status: str) -> list[State]:
    """The states of a status in their order, one change at a time."""
    rows = State.objects.select_for_update().filter(status=status)
    return list(rows.order_by("position", "pk"))
