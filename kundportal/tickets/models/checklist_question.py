"""The questions of a checklist and their answers, as staff edit them."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db import models, transaction

from kundportal.history.models import record
from kundportal.lib.texts import Texts
from kundportal.people.models import Person
from kundportal.tickets.checklist.plan import MOST_ANSWERS, Answer, Leads, Question
from kundportal.tickets.models.checklist import Checklist, TooMany, ask
from kundportal.tickets.models.form import Form


class ChecklistQuestion(models.Model):
    """A question. `texts` and `hints` hold a text per language code."""

    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="questions")
    texts = models.JSONField()
    hints = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    once = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checklist", "once"], name="checklist_question_sent_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.as_planned(answers=False))

    def as_planned(self, *, answers: bool = True) -> Question:
        rows = self.answers.all() if answers else []
        return Question(self.pk, self.texts, self.hints, tuple(one.as_planned() for one in rows))

    @transaction.atomic
    def change(self, *, texts: Texts, hints: Texts, by: Person) -> None:
        _begin(self.checklist, by)
        self.texts, self.hints = texts, hints
        self.save(update_fields=["texts", "hints"])
        record("checklist.question_changed", thing=self.checklist, by=by, question=self.pk)

    @transaction.atomic
    def move(self, *, to: int, by: Person) -> None:
        """Gives it this place, counted from 0; the others make room."""
        _begin(self.checklist, by)
        _place(self, self.checklist.questions.order_by("position", "pk"), to)
        record("checklist.question_moved", thing=self.checklist, by=by, question=self.pk)

    @transaction.atomic
    def remove(self, *, by: Person) -> None:
        """Takes it away with its answers; answers that led to it lead nowhere."""
        _begin(self.checklist, by)
        record("checklist.question_removed", thing=self.checklist, by=by, question=self.pk)
        self.delete()

    @transaction.atomic
    def add_answer(self, *, once: UUID, by: Person, **fields: Any) -> ChecklistAnswer:
        """Adds an answer at the end. The same `once` again gives the first one."""
        _begin(self.checklist, by)
        if sent := self.answers.filter(once=once).first():
            return sent
        count = self.answers.count()
        if count >= MOST_ANSWERS:
            raise TooMany
        answer = self.answers.create(position=count, once=once, **fields)
        record("checklist.answer_added", thing=self.checklist, by=by, answer=answer.pk)
        return answer


class ChecklistAnswer(models.Model):
    """An answer and where it leads: to a question, a form, an address, or the words alone."""

    question = models.ForeignKey(
        ChecklistQuestion, on_delete=models.CASCADE, related_name="answers"
    )
    texts = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)
    leads = models.CharField(max_length=12, choices=Leads.choices, blank=True)
    next = models.ForeignKey(
        ChecklistQuestion, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    form = models.ForeignKey(Form, null=True, on_delete=models.SET_NULL, related_name="+")
    url = models.CharField(max_length=500, blank=True)
    words = models.JSONField(default=dict)
    once = models.UUIDField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "once"], name="checklist_answer_sent_once"),
        ]

    def __str__(self) -> str:
        return str(self.as_planned())

    def as_planned(self) -> Answer:
        to = self.next_id if self.leads == Leads.QUESTION else self.form_id
        return Answer(self.pk, self.texts, self.leads, to, self.url, self.words)

    @transaction.atomic
    def change(self, *, by: Person, **fields: Any) -> None:
        _begin(self.question.checklist, by)
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=[*fields])
        record("checklist.answer_changed", thing=self.question.checklist, by=by, answer=self.pk)

    @transaction.atomic
    def move(self, *, to: int, by: Person) -> None:
        """Gives it this place, counted from 0; the others make room."""
        _begin(self.question.checklist, by)
        _place(self, self.question.answers.all(), to)
        record("checklist.answer_moved", thing=self.question.checklist, by=by, answer=self.pk)

    @transaction.atomic
    def remove(self, *, by: Person) -> None:
        _begin(self.question.checklist, by)
        record("checklist.answer_removed", thing=self.question.checklist, by=by, answer=self.pk)
        self.delete()


def _begin(checklist: Checklist, by: Person) -> None:
    """An administrator alone, and one act at a time."""
    ask(by=by)
    checklist.lock()


def _place(row: Any, siblings: models.QuerySet[Any], to: int) -> None:
    others = [one for one in siblings if one.pk != row.pk]
    others.insert(min(max(to, 0), len(others)), row)
    for position, one in enumerate(others):
        one.position = position
    type(row).objects.bulk_update(others, ["position"])
