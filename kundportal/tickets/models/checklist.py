"""The checklist of a country: "Which form do I need?", as it is published and as it is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from kundportal.history.models import record
from kundportal.lib.texts import Texts
from kundportal.people.models import Person
from kundportal.tickets.checklist.checklist_problems import Problem, problems_of
from kundportal.tickets.checklist.plan import MOST_QUESTIONS, Plan
from kundportal.tickets.models.form import Form

if TYPE_CHECKING:
    from kundportal.tickets.models.checklist_question import ChecklistQuestion


class NotReady(Exception):
    """The checklist can't be published yet."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class TooMany(Exception):
    """There are as many questions, or answers to one, as a checklist may have."""


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    def of(self, country: str) -> Checklist:
        """The country's checklist, a new one that is not saved yet where there is none."""
        return self.filter(country=country).first() or Checklist(country=country)

    def published_to(self, person: Person) -> Checklist | None:
        """What the person's country is asked now, if anything is."""
        return self._asked_of(person).first()

    def is_published_to(self, person: Person) -> bool:
        return self._asked_of(person).exists()

    def _asked_of(self, person: Person) -> ChecklistQuerySet:
        country = person.organisation.country if person.organisation else ""
        return self.exclude(published=None).filter(country=country)

    def by_country(self) -> dict[str, Checklist]:
        """Each country's, with how many questions it has now."""
        rows = self.annotate(question_count=models.Count("questions"))
        return {one.country: one for one in rows}

    @transaction.atomic
    def add_question(
        self, *, country: str, texts: Texts, hints: Texts, once: UUID, by: Person
    ) -> ChecklistQuestion:
        """Adds a question at the end. The same `once` again gives the first one."""
        ask(by=by)
        checklist, _is_new = self.select_for_update().get_or_create(country=country)
        if sent := checklist.questions.filter(once=once).first():
            return sent
        count = checklist.questions.count()
        if count >= MOST_QUESTIONS:
            raise TooMany
        question = checklist.questions.create(texts=texts, hints=hints, position=count, once=once)
        record("checklist.question_added", thing=checklist, by=by, question=question.pk)
        return question


class Checklist(models.Model):
    """A country's questions. Customers see `published`; the rows of questions are the draft."""

    country = models.CharField(max_length=2, unique=True)
    published = models.JSONField(null=True)
    published_at = models.DateTimeField(null=True)

    question_count: int

    objects = ChecklistQuerySet.as_manager()

    def __str__(self) -> str:
        return self.country

    @property
    def plan(self) -> Plan:
        """What customers are asked."""
        return Plan.read(self.published) if self.published else Plan()

    def draft(self) -> Plan:
        """What staff have written, published or not."""
        if not self.pk:
            return Plan()
        rows = self.questions.prefetch_related("answers").order_by("position", "pk")
        return Plan(tuple(one.as_planned() for one in rows))

    def problems(self, plan: Plan) -> list[Problem]:
        """Why this plan could not be published today."""
        offered = [one.pk for one in self.forms() if one.is_offered]
        return problems_of(plan, forms=offered)

    def forms(self) -> models.QuerySet[Form]:
        """The forms of its country, also those that are not offered any more."""
        return Form.objects.filter(country=self.country).order_by("pk")

    @transaction.atomic
    def publish(self, *, by: Person) -> bool:
        """Lets customers be asked what the draft says; tells whether that was anything new."""
        ask(by=by)
        self.lock()
        draft = self.draft()
        if problems := self.problems(draft):
            raise NotReady(problems)
        if self.published == draft.kept():
            return False
        self.published, self.published_at = draft.kept(), timezone.now()
        self.save(update_fields=["published", "published_at"])
        record("checklist.published", thing=self, by=by)
        return True

    @transaction.atomic
    def withdraw(self, *, by: Person) -> None:
        """Asks customers nothing any more; the draft stays."""
        ask(by=by)
        self.lock()
        if self.published is None:
            return
        self.published = self.published_at = None
        self.save(update_fields=["published", "published_at"])
        record("checklist.withdrawn", thing=self, by=by)

    def lock(self) -> None:
        """One act at a time on a checklist, on fresh values."""
        if self.pk:
            fresh = Checklist.objects.select_for_update().get(pk=self.pk)
            self.published, self.published_at = fresh.published, fresh.published_at


def ask(*, by: Person) -> None:
    """Only administrators change checklists."""
    if not by.is_administrator:
        raise PermissionDenied
