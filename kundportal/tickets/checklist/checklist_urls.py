"""The addresses of the checklists at the desk, a part of `urls`."""

from django.urls import path

from kundportal.tickets.views.desk import checklist
from kundportal.tickets.views.desk import checklist_editing as editing

HERE = "desk/checklist/<slug:country>/"
QUESTIONS, ANSWERS = f"{HERE}questions/", f"{HERE}answers/"

urlpatterns = [
    path("desk/checklist/", checklist.checklists, name="desk-checklists"),
    path(HERE, checklist.checklist, name="desk-checklist"),
    path(f"{HERE}figures/", checklist.figures, name="desk-checklist-figures"),
    path(f"{HERE}publication/", checklist.publication, name="desk-checklist-publication"),
    path(f"{HERE}withdrawal/", checklist.withdrawal, name="desk-checklist-withdrawal"),
    path(QUESTIONS, editing.new_question, name="desk-checklist-questions"),
    path(f"{QUESTIONS}<int:pk>/", editing.question, name="desk-checklist-question"),
    path(
        f"{QUESTIONS}<int:pk>/place/",
        editing.question_place,
        name="desk-checklist-question-place",
    ),
    path(
        f"{QUESTIONS}<int:pk>/removal/",
        editing.question_removal,
        name="desk-checklist-question-removal",
    ),
    path(f"{QUESTIONS}<int:pk>/answers/", editing.new_answer, name="desk-checklist-answers"),
    path(f"{ANSWERS}<int:pk>/", editing.answer, name="desk-checklist-answer"),
    path(f"{ANSWERS}<int:pk>/place/", editing.answer_place, name="desk-checklist-answer-place"),
    path(
        f"{ANSWERS}<int:pk>/removal/",
        editing.answer_removal,
        name="desk-checklist-answer-removal",
    ),
]
