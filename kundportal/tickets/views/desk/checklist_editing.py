"""Administrators write the questions and answers of a checklist and put them in order."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.forms.checklist import (
    ChecklistAnswerForm,
    ChecklistQuestionForm,
    PlaceForm,
)
from kundportal.tickets.models import Checklist, ChecklistAnswer, ChecklistQuestion
from kundportal.tickets.models.checklist import TooMany
from kundportal.tickets.views.desk.checklist import find, frame


@gates.administrator("GET", "POST")
def new_question(request: Request, country: str) -> HttpResponse:
    """The form for another question."""
    checklist = find(country)
    form = ChecklistQuestionForm(_sent(request))
    if form.is_valid():
        try:
            question = Checklist.objects.add_question(
                country=checklist.country,
                once=form.cleaned_data["once"],
                by=request.user,
                **form.written(),
            )
        except TooMany:
            form.add_error(None, _("There are as many questions as there may be. Remove one."))
        else:
            return _back(checklist, f"question-{question.pk}")
    return _show(request, "question", checklist, form)


@gates.administrator("GET", "POST")
def question(request: Request, country: str, pk: int) -> HttpResponse:
    """The form to change a question."""
    checklist, found = _question(country, pk)
    form = ChecklistQuestionForm(_sent(request), question=found)
    if not form.is_valid():
        return _show(request, "question", checklist, form, question=found)
    found.change(by=request.user, **form.written())
    return _back(checklist, f"question-{pk}")


@gates.administrator("POST")
def question_place(request: Request, country: str, pk: int) -> HttpResponse:
    """Moves a question to another place."""
    checklist, found = _question(country, pk)
    form = PlaceForm(request.POST)
    if form.is_valid():
        found.move(to=form.cleaned_data["to"], by=request.user)
    return _back(checklist, f"question-{pk}")


@gates.administrator("POST")
def question_removal(request: Request, country: str, pk: int) -> HttpResponse:
    """Takes a question away, with its answers."""
    checklist, found = _question(country, pk)
    found.remove(by=request.user)
    messages.success(request, _("The question is removed: %(question)s") % {"question": found})
    return _back(checklist, "questions")


@gates.administrator("GET", "POST")
def new_answer(request: Request, country: str, pk: int) -> HttpResponse:
    """The form for another answer to a question."""
    checklist, found = _question(country, pk)
    form = ChecklistAnswerForm(_sent(request), question=found, checklist=checklist)
    if form.is_valid():
        try:
            once = form.cleaned_data["once"]
            answer = found.add_answer(once=once, by=request.user, **form.written())
        except TooMany:
            form.add_error(None, _("There are as many answers as there may be. Remove one."))
        else:
            return _back(checklist, f"answer-{answer.pk}")
    return _show(request, "answer", checklist, form, question=found)


@gates.administrator("GET", "POST")
def answer(request: Request, country: str, pk: int) -> HttpResponse:
    """The form to change an answer."""
    checklist, found = _answer(country, pk)
    form = ChecklistAnswerForm(
        _sent(request), question=found.question, checklist=checklist, answer=found
    )
    if not form.is_valid():
        return _show(request, "answer", checklist, form, question=found.question, answer=found)
    found.change(by=request.user, **form.written())
    return _back(checklist, f"answer-{pk}")


@gates.administrator("POST")
def answer_place(request: Request, country: str, pk: int) -> HttpResponse:
    """Moves an answer to another place among those to its question."""
    checklist, found = _answer(country, pk)
    form = PlaceForm(request.POST)
    if form.is_valid():
        found.move(to=form.cleaned_data["to"], by=request.user)
    return _back(checklist, f"answer-{pk}")


@gates.administrator("POST")
def answer_removal(request: Request, country: str, pk: int) -> HttpResponse:
    """Takes an answer away."""
    checklist, found = _answer(country, pk)
    found.remove(by=request.user)
    messages.success(request, _("The answer is removed: %(answer)s") % {"answer": found})
    return _back(checklist, f"question-{found.question_id}")


def _sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _question(country: str, pk: int) -> tuple[Checklist, ChecklistQuestion]:
    checklist = find(country)
    return checklist, get_object_or_404(ChecklistQuestion, checklist=checklist.pk, pk=pk)


def _answer(country: str, pk: int) -> tuple[Checklist, ChecklistAnswer]:
    checklist = find(country)
    rows = ChecklistAnswer.objects.select_related("question__checklist")
    return checklist, get_object_or_404(rows, question__checklist=checklist.pk, pk=pk)


def _back(checklist: Checklist, place: str) -> HttpResponse:
    return redirect(f"{reverse('desk-checklist', args=[checklist.country.lower()])}#{place}")


def _show(
    request: Request, name: str, checklist: Checklist, form: Any, **things: Any
) -> HttpResponse:
    context = {**frame(checklist), "form": form, **things}
    status = 422 if form.is_bound else 200
    return page(request, f"tickets/desk/checklist/{name}.html", context, status=status)
