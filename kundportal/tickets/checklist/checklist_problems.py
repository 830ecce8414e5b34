"""Why a checklist can't be published: each problem, and at which question or answer it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kundportal.tickets.checklist.plan import MOST_IN_A_ROW, Answer, Leads, Plan, Question


@dataclass(frozen=True)
class Problem:
    """What is wrong, in the reader's language; no question means the checklist as a whole."""

    text: str
    question: int | None = None
    answer: int | None = None

    @property
    def place(self) -> str:
        """The id of the element on the page that it is about."""
        if self.answer:
            return f"answer-{self.answer}"
        return f"question-{self.question}" if self.question else "questions"


def problems_of(plan: Plan, *, forms: Iterable[int]) -> list[Problem]:
    """All that is wrong with it; `forms` are those that are offered in its country."""
    if not plan.questions:
        return [Problem(_("There is no question yet."))]
    offered = set(forms)
    found: list[Problem] = []
    reachable, loops = _walked(plan)
    for question in plan.questions:
        found += _of_question(question, is_reached=question.key in reachable)
        for answer in question.answers:
            text = _of_answer(answer, plan, offered, loops)
            found += [Problem(text, question.key, answer.key)] if text else []
    if not loops and plan.most_left(plan.questions[0]) > MOST_IN_A_ROW:
        text = _("Somebody may be asked more than %(most)s questions in a row. Shorten the way.")
        found.append(Problem(text % {"most": MOST_IN_A_ROW}))
    return found


def _of_question(question: Question, *, is_reached: bool) -> Iterator[Problem]:
    if len(question.answers) < 2:
        yield Problem(_("The question needs at least two answers."), question.key)
    if not is_reached:
        text = _("No answer leads to this question. Let one lead here, or remove the question.")
        yield Problem(text, question.key)


def _of_answer(answer: Answer, plan: Plan, offered: set[int], loops: set[int]) -> str:
    """What is wrong with where an answer leads, or nothing."""
    if answer.leads == Leads.QUESTION and answer.to not in plan.by_key:
        return _("The question that it led to has been removed. Choose where it leads.")
    if answer.key in loops:
        return _("It leads back to question %(number)s, so one would go round in a circle.") % {
            "number": plan.number(answer.to)
        }
    if answer.leads == Leads.FORM and answer.to not in offered:
        return _("The form that it leads to is not offered any more. Choose another one.")
    if answer.is_astray:
        return _("The portal has no page at the address that it leads to. Choose another one.")
    if not answer.leads:
        return _("It leads nowhere yet. Choose where it leads.")
    return ""


def _walked(plan: Plan) -> tuple[set[int], set[int]]:
    """The questions that can be reached, and the answers that lead back to where one came from."""
    reached: set[int] = set()
    loops: set[int] = set()

    def walk(question: Question, above: frozenset[int]) -> None:
        reached.add(question.key)
        for answer in question.answers:
            ahead = plan.by_key.get(answer.to or 0) if answer.leads == Leads.QUESTION else None
            if ahead is None:
                continue
            if ahead.key in above or ahead.key == question.key:
                loops.add(answer.key)
            elif ahead.key not in reached:
                walk(ahead, above | {question.key})

    # Also from those that nobody reaches, so that a circle among them is told of as well.
    walk(plan.questions[0], frozenset())
    from_first = set(reached)
    for question in plan.questions:
        if question.key not in reached:
            walk(question, frozenset())
    return from_first, loops
