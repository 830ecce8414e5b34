"""A checklist as it is read: its questions, where each answer leads, and what somebody answered.

A `Plan` is made from the rows that staff edit, or from what was published; it asks no database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kundportal.lib.pages import is_there
from kundportal.lib.texts import Texts, in_readers_language

MOST_IN_A_ROW = 5
MOST_QUESTIONS = 12
MOST_ANSWERS = 8


class Leads(models.TextChoices):
    """What an answer leads to."""

    QUESTION = "question", _("Another question")
    FORM = "form", _("A form")
    ARTICLE = "article", _("An article")
    NOTICE = "notice", _("A service message")
    ORGANISATION = "organisation", _("Their own organisation")


def path_of(url: str) -> str:
    """An address of the portal without what is asked of its page."""
    return url.partition("#")[0].partition("?")[0]


@dataclass(frozen=True)
class Answer:
    """One of the answers to a question. `to` is the key of a question or a form."""

    key: int
    texts: Texts
    leads: str = ""
    to: int | None = None
    url: str = ""
    words: Texts = field(default_factory=dict)

    def __str__(self) -> str:
        return in_readers_language(self.texts)

    @property
    def said(self) -> str:
        """What whoever comes to this end reads there, as Markdown."""
        return in_readers_language(self.words)

    @property
    def is_end(self) -> bool:
        return self.leads != Leads.QUESTION

    @property
    def is_astray(self) -> bool:
        """Whether its address is one of the portal's at which there is no page."""
        return self.url.startswith("/") and not is_there(path_of(self.url))

    @property
    def leads_elsewhere(self) -> bool:
        """Whether its address is outside the portal."""
        return not self.url.startswith("/")


@dataclass(frozen=True)
class Question:
    """A question with its answers, in their order."""

    key: int
    texts: Texts
    hints: Texts = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()

    def __str__(self) -> str:
        return in_readers_language(self.texts)

    @property
    def hint(self) -> str:
        return in_readers_language(self.hints)

    def answer(self, key: int) -> Answer | None:
        return next((one for one in self.answers if one.key == key), None)


@dataclass(frozen=True)
class Step:
    """A question that somebody answered."""

    question: Question
    answer: Answer


@dataclass(frozen=True)
class Way:
    """How far somebody has come: what they answered, and the question that is asked next."""

    steps: tuple[Step, ...]
    question: Question | None

    @property
    def keys(self) -> list[int]:
        return [step.answer.key for step in self.steps]

    @property
    def reached(self) -> list[int]:
        """The questions that were shown, the one that is not answered yet last."""
        asked = [step.question.key for step in self.steps]
        return [*asked, self.question.key] if self.question else asked

    @property
    def end(self) -> Answer | None:
        """The answer that ended it, if one did."""
        return self.steps[-1].answer if self.steps and not self.question else None


@dataclass(frozen=True)
class Plan:
    """All questions of a checklist; the first is asked first."""

    questions: tuple[Question, ...] = ()

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Plan:
        """The plan out of what `kept` made of it."""
        return cls(
            tuple(
                Question(**{**one, "answers": tuple(Answer(**each) for each in one["answers"])})
                for one in kept["questions"]
            )
        )

    def kept(self) -> dict[str, Any]:
        """The plan as it is stored when it is published."""
        questions = [asdict(one) for one in self.questions]
        return {"questions": [{**one, "answers": list(one["answers"])} for one in questions]}

    @cached_property
    def by_key(self) -> dict[int, Question]:
        return {one.key: one for one in self.questions}

    @cached_property
    def ends(self) -> list[Answer]:
        """The answers that lead out of the checklist."""
        return [one for question in self.questions for one in question.answers if one.is_end]

    def number(self, key: int | None) -> int:
        """The place of a question, counted from 1; 0 for one that is not there."""
        return 1 + next((at for at, one in enumerate(self.questions) if one.key == key), -1)

    def follow(self, keys: Iterable[int]) -> Way:
        """Goes from answer to answer, as far as they fit the questions."""
        steps: list[Step] = []
        question = self.questions[0] if self.questions else None
        for key in keys:
            answer = question.answer(key) if question else None
            if question is None or answer is None or len(steps) >= MOST_QUESTIONS:
                break
            steps.append(Step(question, answer))
            question = None if answer.is_end else self.by_key.get(answer.to or 0)
        return Way(tuple(steps), question)

    def most_left(self, question: Question) -> int:
        """How many questions there are at most from this one on, itself counted."""
        return self._longest[question.key]

    @cached_property
    def _longest(self) -> dict[int, int]:
        # Each round reaches one question further, so it ends also where they run in a circle.
        ahead = {
            one.key: {each.to for each in one.answers if each.leads == Leads.QUESTION}
            for one in self.questions
        }
        longest = dict.fromkeys(ahead, 0)
        for _round in ahead:
            longest = {
                key: 1 + max((longest[to] for to in tos if to in longest), default=0)
                for key, tos in ahead.items()
            }
        return longest
