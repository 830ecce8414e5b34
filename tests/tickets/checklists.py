"""A small checklist that several tests use."""

from __future__ import annotations

from uuid import uuid4

from kundportal.tickets.models import Checklist

DESK = "/desk/checklist/se/"
HERE = "/tickets/new/checklist/"


def add_question(by, sv: str = "Vad gäller det?", en: str = "", hint: str = ""):
    texts = {"sv": sv, "en": en} if en else {"sv": sv}
    hints = {"sv": hint} if hint else {}
    return Checklist.objects.add_question(
        country="SE", texts=texts, hints=hints, once=uuid4(), by=by
    )


def add_answer(question, by, sv: str, **leads):
    return question.add_answer(texts={"sv": sv}, once=uuid4(), by=by, **leads)


def two_questions(by, form):
    """A fault leads to another question, a wish to an article; the other ends are of each kind."""
    first = add_question(by, "Vad gäller det?", "What is it about?", "Välj det närmaste.")
    second = add_question(by, "Vem drabbas?")
    answers = {
        "fault": add_answer(first, by, "Ett fel", leads="question", next=second),
        "wish": add_answer(first, by, "Hur gör man?", leads="article", url="/knowledge/betyg/"),
        "pupil": add_answer(
            second, by, "En elev", leads="organisation", words={"sv": "Fråga **skolan**."}
        ),
        "all": add_answer(second, by, "Alla", leads="notice", url="/notices/"),
        "me": add_answer(second, by, "Bara jag", leads="form", form=form),
    }
    return first, second, answers


def publish(by) -> Checklist:
    checklist = Checklist.objects.of("SE")
    checklist.publish(by=by)
    return checklist
